"""Complaints and proposals."""

from contracts import tasks
from contracts.orders import tasks as orders
from kit.table import NEW, Table, command, hears, query, to
from services.tasks.complaints import answers, book, complaint, looks
from services.tasks.complaints.store import COMPLAINT_BOOKS, COMPLAINTS

TABLE: Table = (
    command(
        orders.Complain,
        COMPLAINTS,
        complaint.complain,
        at=NEW,
        creates=True,
        gather=looks.for_complain,
    ),
    hears(
        tasks.ComplaintReceived,
        to(
            COMPLAINT_BOOKS,
            book.number_complaint,
            at=looks.of_book,
            gather=looks.for_number_complaint,
            creates=True,
        ),
    ),
    hears(tasks.ComplaintNumbered, to(COMPLAINTS, complaint.take_number, at="complaint")),
    command(orders.AnswerComplaint, COMPLAINTS, complaint.answer_complaint, at="complaint"),
    command(
        orders.PressComplaint,
        COMPLAINTS,
        complaint.press_complaint,
        at="complaint",
        gather=looks.for_press_complaint,
    ),
    query(orders.ComplaintOf, answers.complaint_of),
    query(orders.Complaints, answers.complaints),
    query(orders.ComplaintCounts, answers.complaint_counts),
)
