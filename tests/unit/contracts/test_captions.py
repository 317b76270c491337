"""Which captions an item wants, as its wanted evidence says it."""

import pytest

from contracts.captions import CAPTIONS, CaptionMissing, misnamed, must_be_said, wanted


@pytest.mark.parametrize(
    ("evidence", "names"),
    [
        ([("PIC", "活动照片【说明：时间、地点、人物】")], ("time", "place", "people")),
        ([("SIGN", "标语【说明:地点，时间】")], ("time", "place")),
        ([("PIC", "照片【说明：六要素】")], tuple(CAPTIONS)),
        ([("PIC", "走访【说明：主题】"), ("SIGN", "牌【说明：原因】")], ("theme", "cause")),
        ([("PIC", "活动照片【原件】")], ()),
        ([("DOC", "文件【说明：时间】")], ()),
        ([], ()),
    ],
)
def test_an_item_says_which_captions_its_photos_must_have(evidence, names):
    assert wanted(evidence) == names


def test_a_caption_that_is_none_of_the_six_is_named():
    assert misnamed("PIC", "照片【说明：时间、天气】") == ("天气",)
    assert misnamed("PIC", "照片【说明：六要素】") == ()
    assert misnamed("DOC", "文件【说明：天气】") == ()


def test_what_is_lacking_is_refused_by_name_and_what_is_there_is_not():
    must_be_said(("time", "place"), ("place", "time", "cause"), "$.caption")
    must_be_said((), (), "$.caption")
    with pytest.raises(CaptionMissing, match="地点、人物") as no:
        must_be_said(("time", "place", "people"), ("time",), "$.caption")
    assert (no.value.code, no.value.field) == ("caption-missing", "$.caption")
    assert no.value.extra == {"missing": ["place", "people"]}
