"""The six veto topics (一票否决) of the sample standard.

Five are those of the Jiayuguan standard; the sixth, forged material, is the sample's own.
"""

from services.scoring.domain.standards.standard import Veto
from services.scoring.domain.wording.short_forms import veto

TITLES = {
    "disabled-transfer": "伤病残军人移交安置不落实",
    "ex-soldiers": "退役士兵岗位安置和教育培训不落实",
    "conscription": "征兵任务未完成",
    "disputes": "军地军民矛盾纠纷处置不力",
    "office": "双拥办人员编制和经费不落实",
    "forgery": "弄虚作假、伪造材料",
}

SIX = tuple(Veto(topic=topic, title=title, when=veto(topic)) for topic, title in TITLES.items())
