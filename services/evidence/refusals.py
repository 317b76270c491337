"""What the evidence service refuses, each with its stable code."""

from contracts.refusals import Invalid, Refusal


class ManifestDiffers(Refusal):
    """The id was declared with another manifest."""

    code = "manifest-differs"
    status = 409


class CaptureTimeInvalid(Invalid):
    """It is said to be taken in the future, in no time zone, or in no year of ours."""

    code = "capture-time-invalid"


class PlaceNotAllowed(Invalid):
    """Nothing may be taken there. Which place it is, is not told."""

    code = "place-not-allowed"


class TooManyMarks(Refusal):
    """As many frames as one piece may have."""

    code = "too-many-marks"
    status = 409


class TooManyLinks(Refusal):
    """As many uses as one piece may have."""

    code = "too-many-links"
    status = 409


class TooManySites(Refusal):
    """More areas than each declaration can be held against."""

    code = "too-many-sites"
    status = 409


class PartsMismatch(Invalid):
    """The list of hashes is not that of the file's parts."""

    code = "parts-mismatch"


class TypeNotAllowed(Refusal):
    """The declared media type is none that may be evidence."""

    code = "type-not-allowed"
    status = 415


class FileTooLarge(Refusal):
    """The declared size is above the limit of its media type."""

    code = "file-too-large"
    status = 413


class TooManyAttempts(Refusal):
    """The id was declared and left to expire too often."""

    code = "too-many-attempts"
    status = 409


class NotQuarantined(Refusal):
    """It waits for nobody: somebody decided, or it is being checked again."""

    code = "not-quarantined"
    status = 409


class NotSealed(Refusal):
    """Only sealed evidence can be fetched."""

    code = "not-sealed"
    status = 409


class ReceiptNotReady(Refusal):
    """Its check has not ended."""

    code = "receipt-not-ready"
    status = 409


class NoTreeHead(Refusal):
    """Nothing has any custody yet."""

    code = "no-tree-head"
    status = 404


class NoPrint(Refusal):
    """Of this kind of file no copy is drawn, or of this one none can be."""

    code = "no-print"
    status = 404


class NoThumbnail(Refusal):
    """This kind of file has no thumbnail."""

    code = "no-thumbnail"
    status = 404


class QuotaDay(Refusal):
    """The account has declared as much as one may in a day."""

    code = "quota-day"
    status = 429


class QuotaOpen(Refusal):
    """Too many files are declared and not finished."""

    code = "quota-open"
    status = 409


class QuotaBytes(Refusal):
    """Too many bytes are declared and not finished."""

    code = "quota-bytes"
    status = 409


class NothingAlike(Refusal):
    """No earlier picture looks like this one."""

    code = "nothing-alike"
    status = 409


class QuotaQuestions(Refusal):
    """The account asks too fast whether pictures were used before."""

    code = "quota-questions"
    status = 429


class NothingToHold(Refusal):
    """Its bytes have not come, or are gone."""

    code = "nothing-to-hold"
    status = 409


class TooManyHolds(Refusal):
    """As many matters hold it as may."""

    code = "too-many-holds"
    status = 409


class NotHeld(Refusal):
    """No hold has this reference."""

    code = "not-held"
    status = 409


class NotDisposable(Refusal):
    """Something keeps a piece on the list."""

    code = "not-disposable"
    status = 409


class SamePerson(Refusal):
    """What one person proposed or sent, another decides on."""

    code = "same-person"
    status = 403


class DisposalDecided(Refusal):
    """The list was let pass or refused already."""

    code = "disposal-decided"
    status = 409


class EvidenceDisposedOf(Refusal):
    """Two persons have disposed of it; its record stays."""

    code = "evidence-disposed"
    status = 410


class OrphanSettled(Refusal):
    """It was adopted or deleted already, or its id is that of another file by now."""

    code = "orphan-settled"
    status = 409
