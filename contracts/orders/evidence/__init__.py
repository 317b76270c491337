"""Orders and questions that the evidence service answers, by room."""

from contracts.orders.evidence.ids import *
from contracts.orders.evidence.keeping import *
from contracts.orders.evidence.leads import *
from contracts.orders.evidence.marking import *
from contracts.orders.evidence.printing import *
from contracts.orders.evidence.proving import *
from contracts.orders.evidence.reuse import *
from contracts.orders.evidence.sealing import *
from contracts.orders.evidence.showing import *
from contracts.orders.evidence.sites import *
from contracts.orders.evidence.uploading import *
