"""The fixed vocabularies: what a status, a defect, an offer ... can be, and their labels."""
