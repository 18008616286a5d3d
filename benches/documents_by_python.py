"""What an office would pick instead: 200 dispatches by python-docx-template, 200 workbooks by XlsxWriter, the same amount of content as benches/documents.rs.

pip install docxtpl XlsxWriter; python3 benches/documents_by_python.py. Compare with `cargo bench --bench documents` in one sitting on one machine.
"""
import io
import time

import docx
import xlsxwriter
from docxtpl import DocxTemplate

COMMUNES, VILLAGES = 200, 18
MEASURES = ["Mức 1 đã kích hoạt", "Mức 2 đã kích hoạt"]
HEADS = ["Chỉ tiêu", "Kết quả", "Tỷ lệ (%)", "Còn lại"]


def sentence(number, part):
    return (
        f"- Thôn số {part} của xã {number} đạt {1 + number % 9}.{part * 37:03} người, bằng {part * 9 % 100},{number % 100:02}% so với chỉ tiêu được giao; "
        f"còn thiếu {part + number} người, phải hoàn thành trước ngày 30/6/2023."
    )


def rows(number):
    return [[number * 13 + village * 7 + part for part in range(len(MEASURES) * len(HEADS))] for village in range(1, VILLAGES + 1)]


def template():
    document = docx.Document()
    for text in ["ỦY BAN NHÂN DÂN", "XÃ SỐ {{ number }}", "Số:       /UBND-CA", "V/v {{ subject }}", "Kính gửi:"]:
        document.add_paragraph(text)
    for part in range(1, 9):
        document.add_paragraph("{{ line%d }}" % part)
    columns = 2 + len(MEASURES) * len(HEADS)
    table = document.add_table(rows=5, cols=columns)
    for at, name in enumerate(MEASURES):
        first = table.cell(0, 2 + at * len(HEADS))
        first.merge(table.cell(0, 1 + (at + 1) * len(HEADS))).text = name
        for below, head in enumerate(HEADS):
            table.cell(1, 2 + at * len(HEADS) + below).text = head
    table.cell(2, 0).text = "{%tr for row in rows %}"
    table.cell(3, 0).text = "{{ row.number }}"
    table.cell(3, 1).text = "{{ row.name }}"
    for at in range(columns - 2):
        table.cell(3, 2 + at).text = "{{ row.values[%d] }}" % at
    table.cell(4, 0).text = "{%tr endfor %}"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def dispatch(source, number):
    filled = DocxTemplate(io.BytesIO(source))
    given = {f"line{part}": sentence(number, part) for part in range(1, 9)}
    table = [{"number": at, "name": f"Thôn {at}", "values": values} for at, values in enumerate(rows(number), 1)]
    filled.render({"number": number, "subject": "đẩy mạnh cấp, kích hoạt tài khoản định danh điện tử", "rows": table, **given})
    file = io.BytesIO()
    filled.save(file)
    return file.getvalue()


def workbook(number):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    bold, share = book.add_format({"bold": True, "border": 1}), book.add_format({"num_format": "0.00%", "border": 1})
    count = book.add_format({"num_format": "#,##0", "border": 1})
    summary = book.add_worksheet("Tổng hợp")
    for at, text in enumerate(sentence(number, part) for part in range(1, 9)):
        summary.write_string(at, 0, text)
    units = book.add_worksheet("Theo đơn vị")
    for column, head in enumerate(["STT", "Đơn vị"] + [f"{measure}: {head}" for measure in MEASURES for head in HEADS]):
        units.write_string(0, column, head, bold)
    for line, values in enumerate(rows(number), 1):
        units.write_number(line, 0, line, count)
        units.write_string(line, 1, f"Thôn {line}", bold)
        for column, value in enumerate(values, 2):
            units.write_number(line, column, value, share if column % 4 == 0 else count)
    for column in range(2, 2 + len(MEASURES) * len(HEADS)):
        name = xlsxwriter.utility.xl_col_to_name(column)
        units.write_formula(VILLAGES + 1, column, f"=SUM({name}2:{name}{VILLAGES + 1})", count, sum(row[column - 2] for row in rows(number)))
    units.conditional_format(1, 4, VILLAGES, 4, {"type": "data_bar"})
    growth = book.add_worksheet("Diễn biến")
    for day in range(60):
        growth.write_number(day, 0, 45000 + day)
        growth.write_number(day, 1, day * number)
    for kind, values in [("bar", f"='Theo đơn vị'!$D$2:$D${VILLAGES + 1}"), ("line", "='Diễn biến'!$B$1:$B$60")]:
        chart = book.add_chart({"type": kind})
        chart.add_series({"values": values})
        summary.insert_chart(12 if kind == "bar" else 30, 0, chart)
    summary.set_landscape()
    summary.set_paper(9)
    summary.fit_to_pages(1, 0)
    book.close()
    return file.getvalue()


def timed(name, make):
    begun = time.perf_counter()
    size = sum(len(make(number)) for number in range(COMMUNES))
    print(f"{COMMUNES} {name}: {time.perf_counter() - begun:.2f} s, {size // COMMUNES // 1024} kB each")


if __name__ == "__main__":
    source = template()
    timed("Word files by python-docx-template", lambda number: dispatch(source, number))
    timed("workbooks by XlsxWriter", workbook)
