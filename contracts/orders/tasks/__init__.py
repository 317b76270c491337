"""Orders and questions that the tasks service answers, by room."""

from contracts.orders.tasks.complaints import *
from contracts.orders.tasks.holidays import *
from contracts.orders.tasks.leads import *
from contracts.orders.tasks.life import *
from contracts.orders.tasks.meetings import *
from contracts.orders.tasks.organisation import *
from contracts.orders.tasks.papers import *
from contracts.orders.tasks.planning import *
from contracts.orders.tasks.registers import *
from contracts.orders.tasks.supervision import *
from contracts.orders.tasks.views import *
