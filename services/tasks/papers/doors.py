"""Official papers."""

from contracts.orders import tasks as orders
from kit.table import Table, command, query
from services.tasks.papers import answers, looks, numbering, paper
from services.tasks.papers.store import PAPER_BOOKS, PAPERS

TABLE: Table = (
    command(
        orders.TakeNumber,
        PAPER_BOOKS,
        numbering.take_number,
        at=looks.of_book,
        creates=True,
        gather=looks.for_take_number,
    ),
    command(
        orders.AssignPaperCode,
        PAPER_BOOKS,
        numbering.assign_code,
        at=looks.of_book,
        creates=True,
        gather=looks.for_assign_code,
    ),
    command(
        orders.IssuePaper,
        PAPERS,
        paper.issue_paper,
        at=looks.of_paper,
        creates=True,
        gather=looks.for_issue_paper,
    ),
    command(orders.VoidPaper, PAPERS, paper.void_paper, at="paper"),
    query(orders.PaperCodes, answers.paper_codes),
    query(orders.CheckPaper, answers.check_paper),
    query(orders.PaperOf, answers.paper_of),
    query(orders.PaperPrint, answers.paper_print),
    query(orders.Papers, answers.papers),
)
