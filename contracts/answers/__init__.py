"""The shapes of what is answered, each hung on the orders and questions that it answers.

Services make answers as they need; here stands what integrators may count on, once. What a
running service answers is held against it (``tests/interface/test_answers.py``).
"""
