"""The reports there are: a new one is a file here with a function `report`, its query in `store/`, and a line below."""

from ozon_returns.words import N_

REPORTS = {
    "summary": N_("how many cases, of what and why, at what cost; how old the open ones are, how quickly they are dealt with"),
    "cause": N_("which causes cost most; which suppliers, batches and products have more defects than chance explains, and what to do"),
    "trend": N_("the rate of defects week by week with its limits, by product, supplier and batch with its interval"),
    "money": N_("what defects cost by kind and liable party; what was asked of others, granted, paid, taken back and refused"),
    "quality": N_("what is not known of the cases, and what that costs the figures"),
    "product": N_("one product, by its SKU: its rate week by week, its cases by cause, defect, supplier, batch and place"),
    "supplier": N_("one supplier: the same"),
    "effects": N_("whether the actions that were done have worked: the rates of defects before and after them"),
}
"""The reports by name, which is that of their file, with what each tells."""
