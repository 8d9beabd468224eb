"""The fields of a product, of a lot received from a supplier and of units delivered; `field.py` describes what a field is."""

from ozon_returns.field import Field, Kind
from ozon_returns.vocabulary.case import Scheme
from ozon_returns.words import N_

PRODUCT: tuple[Field, ...] = (
    Field("sku", Kind.TEXT, label=N_("SKU")),
    Field("article", Kind.TEXT, label=N_("Article")),
    Field("product", Kind.TEXT, label=N_("Product")),
    Field("cost", Kind.MONEY, label=N_("Purchase cost")),
    Field("commission", Kind.RATE, label=N_("Commission")),
    Field("delivery_out", Kind.MONEY, label=N_("Delivery")),
    Field("delivery_back", Kind.MONEY, label=N_("Return delivery")),
    Field("technically_complex", Kind.FLAG, label=N_("Technically complex")),
    Field("marked", Kind.FLAG, label=N_("Marked")),
    Field("packaging", Kind.TEXT, label=N_("Packaging")),
    Field("supplier", Kind.TEXT, label=N_("Supplier")),
    Field("stock", Kind.WHOLE, label=N_("In stock")),
    Field("barcodes", Kind.TEXT, label=N_("Barcodes")),
    Field("price", Kind.MONEY, label=N_("Price")),
)
"""The fields of a product: costs are per item in roubles, the commission is a share of the price."""

LOT: tuple[Field, ...] = (
    Field("sku", Kind.TEXT, label=N_("SKU")),
    Field("received", Kind.DAY, label=N_("Received")),
    Field("quantity", Kind.WHOLE, label=N_("Quantity"), least=1),
    Field("supplier", Kind.TEXT, label=N_("Supplier")),
    Field("batch", Kind.TEXT, label=N_("Batch")),
    Field("unit_cost", Kind.MONEY, label=N_("Unit cost")),
    Field("inspected", Kind.WHOLE, label=N_("Inspected")),
    Field("defective", Kind.WHOLE, label=N_("Defective")),
)
"""The fields of a lot received: how many items of it were inspected on receipt, and how many of these were defective."""

DELIVERY: tuple[Field, ...] = (
    Field("sku", Kind.TEXT),
    Field("from", Kind.DAY),
    Field("to", Kind.DAY),
    Field("units", Kind.WHOLE, least=0),
    Field("supplier", Kind.TEXT),
    Field("batch", Kind.TEXT),
    Field("scheme", Kind.MEMBER, Scheme),
    Field("warehouse", Kind.TEXT),
    Field("carrier", Kind.TEXT),
)
"""The fields of units delivered to buyers in a span of days, both included."""

REQUIRED = {"products": ("sku",), "lots": ("sku", "received", "quantity"), "deliveries": ("sku", "from", "to", "units")}
"""The fields that a product, a lot or delivered units cannot be without."""

HEADINGS = {
    "sku": ("ozon sku", "ozon sku id", "ску"),
    "article": ("артикул", "offer id", "артикул товара"),
    "product": ("товар", "название", "название товара", "наименование", "наименование товара", "name"),
    "cost": ("себестоимость", "закупка", "закупочная цена", "purchase cost"),
    "commission": ("комиссия", "процент комиссии", "commission rate"),
    "delivery_out": ("доставка", "логистика", "delivery"),
    "delivery_back": ("обратная доставка", "обратная логистика", "возврат", "return delivery"),
    "technically_complex": ("технически сложный",),
    "marked": ("маркировка", "маркированный", "честный знак"),
    "packaging": ("упаковка",),
    "supplier": ("поставщик",),
    "barcodes": ("штрихкод", "штрихкоды", "баркод", "шк", "ean", "barcode"),
    "price": ("цена продажи", "цена на ozon", "текущая цена", "selling price"),
    "stock": ("остаток", "в наличии"),
    "received": ("получено", "поступило", "принято", "дата поставки", "дата поступления", "дата приемки", "дата"),
    "quantity": ("количество", "кол-во", "шт"),
    "batch": ("партия",),
    "unit_cost": ("цена", "цена за штуку"),
    "inspected": ("проверено",),
    "defective": ("брак", "с браком"),
    "from": ("с", "от", "с даты", "начало", "день", "дата доставки"),
    "to": ("по", "до", "по дату", "конец"),
    "units": ("штук", "доставлено", "доставлено штук", "выкуплено", "продано", "delivered"),
    "scheme": ("схема",),
    "warehouse": ("склад",),
    "carrier": ("перевозчик",),
}
"""Headings of tables by which a field is known, besides its name; in lower case."""
