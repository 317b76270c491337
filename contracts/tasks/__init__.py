"""Facts that the tasks service publishes: who must do what by when, and what became of it."""

from contracts.tasks.complaints import *
from contracts.tasks.holidays import *
from contracts.tasks.leads import *
from contracts.tasks.life import *
from contracts.tasks.meetings import *
from contracts.tasks.organisation import *
from contracts.tasks.papers import *
from contracts.tasks.planning import *
from contracts.tasks.registers import *
from contracts.tasks.supervision import *
from contracts.tasks.views import *
