"""What is expected of the papers of filing: the family prints what it reads, guardians inspect."""

from tests.trust.matrix.roles import READERS
from tests.trust.matrix.rule import GUARDED, Rule, may

AT_HOME = {"own": may(READERS)}
OF_FILING_PAPERS = {
    **{
        f"GET boxes/<box_id:uuid>/{paper}": Rule("box", AT_HOME)
        for paper in ("label.pdf", "catalogue.pdf", "catalogue.csv")
    },
    **{
        f"GET families/<family_id:uuid>/{paper}": Rule("family", AT_HOME)
        for paper in ("box-labels.pdf", "box-catalogue.pdf", "box-catalogue.csv", "catalogue.csv")
    },
    **{
        f"GET families/<family_id:uuid>/soundness{kind}": Rule("family", GUARDED)
        for kind in ("", ".pdf")
    },
}
