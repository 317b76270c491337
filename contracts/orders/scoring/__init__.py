"""Orders and questions that the scoring service answers, by room."""

from contracts.orders.scoring.forecasts import *
from contracts.orders.scoring.scores import *
from contracts.orders.scoring.snapshots import *
from contracts.orders.scoring.standards import *
from contracts.orders.scoring.vetoes import *
