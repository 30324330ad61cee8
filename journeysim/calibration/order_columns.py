"""Order columns: which columns of a table of orders hold customer, date and amount, and what else.

The number of an order is never taken for the customer, a price never for an amount where a quantity
stands beside it, and of two amounts none is chosen. Names are those of common shop systems.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from journeysim.calibration.cells import columns
from journeysim.calibration.cells.columns import DataColumn
from journeysim.errors import UsageError

CUSTOMER = ("customer", "customerid", "caseconceptname", "custid", "customerno", "customernumber", "customernr", "customercode", "customerkey", "cust", "clientid", "client", "clientno", "clientnumber", "userid", "user", "username", "accountid", "account", "accountnumber", "memberid", "member", "membershipid", "cardnumber", "loyaltycard", "householdid", "household", "householdkey", "buyer", "buyerid", "shopperid", "visitorid", "contactid", "subscriberid", "kunde", "kundennummer", "kundennr", "kundenid", "kdnr", "debitor", "debitornr", "mitglied", "mitgliedsnummer", "numeroclient", "idclient", "codeclient", "cliente", "idcliente", "clienteid", "codcliente", "klant", "klantnummer", "klantid", "klient", "kund", "kundnummer", "email", "emailaddress", "customeremail", "billingemail", "billingemailaddress", "buyeremail", "useremail", "mail", "emailkunde", "customername", "kundenname", "phone", "id")  # fmt: skip
DATE = ("date", "invoicedate", "orderdate", "purchasedate", "transactiondate", "saledate", "salesdate", "timetimestamp", "timestamp", "datetime", "orderedat", "purchasedat", "createdat", "datecreated", "ordercreated", "orderdatetime", "transactiontime", "paidat", "paiddate", "datepaid", "paymentdate", "created", "createdutc", "createddateutc", "processedat", "completeddate", "time", "visitdate", "bookingdate", "datum", "bestelldatum", "kaufdatum", "rechnungsdatum", "buchungsdatum", "belegdatum", "auftragsdatum", "fecha", "data", "dato", "dateachat", "datecommande", "tag", "day", "month", "yearmonth", "yyyymm", "period", "monat", "mois", "mes")  # fmt: skip
AMOUNT = ("amount", "total", "totalprice", "totalamount", "ordertotal", "ordertotalamount", "totalorderamount", "grandtotal", "invoicetotal", "amountpaid", "totalpaid", "value", "ordervalue", "transactionvalue", "transactionamount", "purchaseamount", "revenue", "sales", "salesamount", "salesvalue", "totalsales", "totalspent", "turnover", "spend", "spent", "gross", "dollarvalue", "dollars", "betrag", "gesamtbetrag", "gesamtsumme", "gesamt", "umsatz", "rechnungsbetrag", "bestellwert", "montant", "montanttotal", "importe", "importo", "totale", "bedrag", "totaalbedrag", "kwota", "belopp", "beløb", "valor", "lineamount", "linetotal", "extendedprice")  # fmt: skip
LESS_USUAL = ("sum", "summe", "basket", "payment", "paid", "net", "netamount", "subtotal", "netto", "brutto", "charge", "monthlycharges", "fee")  # fmt: skip
PRICE = ("price", "unitprice", "itemprice", "priceeach", "sellingprice", "saleprice", "lineitemprice", "itemcost", "preis", "einzelpreis", "stückpreis", "stuckpreis", "prix", "prixunitaire", "precio", "preciounitario", "prezzo", "preço", "prijs", "cena", "pris")  # fmt: skip
QUANTITY = ("quantity", "qty", "units", "quantityordered", "itemquantity", "lineitemquantity", "pieces", "menge", "anzahl", "stück", "stuck", "stk", "quantité", "quantite", "cantidad", "quantità", "quantita", "quantidade", "aantal", "ilość", "ilosc", "antal")  # fmt: skip
ORDER = ("order", "orderid", "ordernumber", "orderno", "ordernr", "invoice", "invoiceno", "invoicenumber", "invoiceid", "transactionid", "transaction", "transactionno", "receipt", "receiptno", "receiptid", "basketid", "bestellnummer", "bestellung", "bestellnr", "rechnungsnummer", "rechnungsnr", "belegnummer", "bonnummer", "bon", "numerocommande", "commande", "facture", "pedido", "ordine")  # fmt: skip
STATUS = ("status", "orderstatus", "financialstatus", "paymentstatus", "orderstate", "state", "bestellstatus", "zahlungsstatus", "statut", "estado", "stato")  # fmt: skip
TYPE = ("type", "transactiontype", "documenttype", "recordtype", "ordertype", "typ", "belegart", "buchungstyp", "vorgang")  # fmt: skip
CANCELLED_AT = ("cancelledat", "canceledat", "cancelleddate", "cancellationdate", "storniertam", "refundedat")  # fmt: skip
CURRENCY = ("currency", "currencycode", "ordercurrency", "waehrung", "währung", "devise", "moneda", "valuta")  # fmt: skip
ITEM = ("lineitemname", "itemname", "product", "productname", "productid", "sku", "item", "itemid", "stockcode", "description", "article", "artikel", "artikelnummer", "productcode")  # fmt: skip
ACTIVITY = "concept:name"
"""The column of an event log that says what happened."""


class OrderMapping(NamedTuple):
    """Which columns hold what, as options say it; None is told by the usual names."""

    customer: str | None = None
    date: str | None = None
    amount: str | None = None


class OrderColumns(NamedTuple):
    """The columns of a table of orders; None where it has none.

    amount is None where quantity and price are multiplied, or where no amount is known.
    """

    customer: DataColumn
    date: DataColumn
    amount: DataColumn | None
    quantity: DataColumn | None
    price: DataColumn | None
    order: DataColumn | None
    status: DataColumn | None
    type: DataColumn | None
    cancelled_at: DataColumn | None
    currency: DataColumn | None
    item: DataColumn | None

    @property
    def width(self) -> int:
        """How many cells a row needs."""
        needed = (self.customer, self.date, self.amount, self.quantity, self.price)
        return 1 + max(each.at for each in needed if each is not None)

    def amounts_said(self) -> str:
        """Where amounts come from, in words."""
        if self.quantity is not None and self.price is not None:
            return f"amount {self.quantity.name!r} x {self.price.name!r}"
        return "no amount" if self.amount is None else f"amount {self.amount.name!r}"


def order_columns(path: Path, header: tuple[str, ...], mapping: OrderMapping) -> OrderColumns:
    """The columns of a table of orders. Raises UsageError naming the option that decides."""
    names = CUSTOMER if ACTIVITY not in header else ("caseconceptname", *CUSTOMER)
    customer = columns.column(path, header, mapping.customer, names, "--customer")
    day = columns.column(path, header, mapping.date, DATE, "--date")
    amount, quantity, price = _amount(path, header, mapping)

    def unused(kinds: tuple[str, ...]) -> DataColumn | None:
        parts: tuple[DataColumn | None, ...] = (customer, day, amount, quantity, price)
        taken = {part.at for part in parts if part is not None}
        try:
            match = columns.usual(path, header, kinds, "a column")
        except UsageError:
            return None
        return None if match is None or match.at in taken else match

    order = unused(ORDER)
    if order is None and unused(("financialstatus",)) is not None:
        order = unused(("name",))
    return OrderColumns(
        customer, day, amount, quantity, price, order, unused(STATUS),
        None if ACTIVITY in header else unused(TYPE), unused(CANCELLED_AT), unused(CURRENCY), unused(ITEM),
    )  # fmt: skip


def _amount(
    path: Path, header: tuple[str, ...], mapping: OrderMapping
) -> tuple[DataColumn | None, DataColumn | None, DataColumn | None]:
    """The column of amounts, or those of quantity and price."""
    if mapping.amount is not None:
        one, times, other = mapping.amount.partition("*")
        if times and columns.plain(mapping.amount) not in map(columns.plain, header):
            first = columns.column(path, header, one.strip(), (), "--amount")
            return None, first, columns.column(path, header, other.strip(), (), "--amount")
        return columns.column(path, header, mapping.amount, (), "--amount"), None, None
    whole = [
        DataColumn(at, name) for at, name in enumerate(header) if columns.plain(name) in AMOUNT
    ]
    if len(whole) > 1:
        shown = ", ".join(f"{each.name!r} (column {each.at + 1})" for each in whole)
        raise UsageError(
            f"{path}: several columns could be the amount: {shown}; say which, --amount COLUMN or its "
            f"number, e.g. --amount {whole[-1].at + 1}"
        )
    if whole:
        return whole[0], None, None
    price = columns.usual(path, header, PRICE, "--amount")
    quantity = columns.usual(path, header, QUANTITY, "--amount")
    if price is not None and quantity is not None:
        return None, quantity, price
    less = columns.usual(path, header, LESS_USUAL, "--amount")
    return less or price, None, None
