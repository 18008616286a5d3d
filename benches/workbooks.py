"""The content of the report workbooks of benches/workbooks.rs, written by xlsxwriter: the same sheets, cells, formats, rules and charts.

Run: python3 benches/workbooks.py [WORKBOOKS]
"""

import datetime
import io
import multiprocessing
import sys
import time

import xlsxwriter

VILLAGES = 18
MEASURES = ["Mức 1 đã kích hoạt", "Mức 2 đã kích hoạt", "Chữ ký số cá nhân"]
DAYS = 120
FIRST = datetime.date(2023, 2, 1)


def formats(book):
    base = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
    framed = dict(base, border=1, border_color="#7F7F7F")
    head = dict(framed, bold=True, align="center", text_wrap=True, bg_color="#E3ECF4")
    return {
        "title": book.add_format(dict(base, bold=True, font_size=14, align="center")),
        "head": book.add_format(head),
        "text": book.add_format(dict(framed, indent=1, text_wrap=True)),
        "middle": book.add_format(dict(framed, align="center", text_wrap=True)),
        "integer": book.add_format(dict(framed, align="right", num_format="[$-42A]#,##0")),
        "percent": book.add_format(dict(framed, align="right", num_format="[$-42A]0.00%")),
        "date": book.add_format(dict(framed, align="center", num_format="dd/mm/yyyy")),
        "total": book.add_format(dict(framed, bold=True, bg_color="#F2F2F2", num_format="[$-42A]#,##0")),
        "good": book.add_format({"font_color": "#1B6E3C", "bold": True}),
        "bad": book.add_format({"font_color": "#B3261E", "bold": True}),
    }


def page(book, name):
    sheet = book.add_worksheet(name)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer('&L&A&CSố liệu chốt số 1, mã 0123456789ab&RTrang &P/&N')
    sheet.hide_gridlines(2)
    return sheet


def chart(book, kind, name, first, last, columns):
    drawn = book.add_chart({"type": kind})
    for column in columns:
        drawn.add_series({"name": "Đạt", "categories": [name, first, 0, last, 0], "values": [name, first, column, last, column]})
    drawn.set_title({"name": "Mức 2 đã kích hoạt"})
    return drawn


def figure(number, village, measure):
    quota = 200 + (number * 7 + village * 13 + measure * 29) % 300
    done = (number * 11 + village * 17 + measure * 5) % (quota + 1)
    return quota, done


def summary(book, look, number):
    sheet = page(book, "Tổng hợp")
    sheet.merge_range(0, 0, 0, 5, f"UBND XÃ SỐ {number}", look["title"])
    sheet.merge_range(0, 6, 0, 14, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", look["title"])
    sheet.merge_range(1, 6, 1, 14, "Độc lập - Tự do - Hạnh phúc", look["title"])
    sheet.merge_range(3, 0, 3, 14, f"BIỂU TỔNG HỢP TIẾN ĐỘ THỰC HIỆN CHỈ TIÊU - XÃ SỐ {number}", look["title"])
    for column in range(15):
        sheet.write_string(8, column, f"Cột {column + 1}", look["head"])
        sheet.write_string(9, column, f"({column + 1})", look["head"])
    for row, name in enumerate(MEASURES):
        quota, done = figure(number, 0, row)
        sheet.write_string(10 + row, 1, name, look["text"])
        for column in (3, 4, 5, 6, 8, 10, 11, 13):
            sheet.write_number(10 + row, column, quota, look["integer"])
        sheet.write_number(10 + row, 7, done / quota, look["percent"])
        sheet.write_datetime(10 + row, 9, datetime.datetime(2023, 6, 30), look["date"])
        sheet.write_string(10 + row, 14, "▲ đúng tiến độ", look["middle"])
    for place in range(2):
        sheet.insert_chart(14, place * 7, chart(book, "line", "Diễn biến", 1, DAYS, [1 + 2 * place, 2 + 2 * place]))
    sheet.merge_range(30, 0, 30, 6, "NGƯỜI LẬP BIỂU", look["title"])
    sheet.repeat_rows(8, 9)


def units(book, look, number):
    sheet = page(book, "Theo đơn vị")
    sheet.merge_range(0, 0, 0, 16, "TIẾN ĐỘ THEO ĐƠN VỊ", look["title"])
    for block, name in enumerate(MEASURES):
        first = 2 + block * 5
        sheet.merge_range(3, first, 3, first + 4, name, look["head"])
        for part, head in enumerate(["Chỉ tiêu", "Đạt", "Tỷ lệ", "Còn lại", "Đánh giá"]):
            sheet.write_string(4, first + part, head, look["head"])
    for village in range(VILLAGES):
        row = 6 + village
        sheet.write_number(row, 0, village + 1, look["integer"])
        sheet.write_string(row, 1, f"Thôn số {village} xã {number}", look["text"])
        for block in range(len(MEASURES)):
            quota, done = figure(number, village, block)
            first = 2 + block * 5
            sheet.write_number(row, first, quota, look["integer"])
            sheet.write_number(row, first + 1, done, look["integer"])
            sheet.write_number(row, first + 2, done * 10000 // quota / 10000, look["percent"])
            sheet.write_number(row, first + 3, quota - done, look["integer"])
            sheet.write_string(row, first + 4, "▲ đúng tiến độ", look["middle"])
    last = 6 + VILLAGES
    for column in range(2, 2 + 5 * len(MEASURES)):
        letter = xlsxwriter.utility.xl_col_to_name(column)
        sheet.write_formula(last, column, f"=SUM({letter}7:{letter}{last})", look["total"], 1234)
    sheet.conditional_format(6, 4, last, 4, {"type": "data_bar", "bar_color": "#BFD7EA", "bar_solid": True})
    sheet.insert_chart(last + 2, 0, chart(book, "column", "Theo đơn vị", 6, last - 1, [2, 3]))
    sheet.repeat_rows(3, 5)
    sheet.freeze_panes(6, 2)


def data(book, look, number):
    sheet = page(book, "Dữ liệu")
    for column in range(16):
        sheet.write_string(0, column, f"Cột {column + 1}", look["head"])
    row = 0
    for village in range(VILLAGES + 1):
        for measure, name in enumerate(MEASURES):
            row += 1
            quota, done = figure(number, village, measure)
            sheet.write_string(row, 0, f"xa-{number}/thon-{village}", look["text"])
            sheet.write_string(row, 1, f"Thôn số {village} xã {number}", look["text"])
            sheet.write_string(row, 2, name, look["text"])
            sheet.write_string(row, 3, "người dân", look["middle"])
            for column in (4, 5, 6, 7, 9, 11, 12):
                sheet.write_number(row, column, quota, look["integer"])
            sheet.write_number(row, 8, done * 10000 // quota / 10000, look["percent"])
            sheet.write_datetime(row, 10, datetime.datetime(2023, 6, 30), look["date"])
            sheet.write_string(row, 13, "▲ đúng tiến độ", look["middle"])
            sheet.write_string(row, 14, "đếm từ danh sách", look["text"])
            sheet.write_datetime(row, 15, datetime.datetime(2023, 5, 31), look["date"])
    for word, look_of in [("●", "good"), ("▲", "good"), ("■", "bad")]:
        rule = {"type": "text", "criteria": "begins with", "value": word, "format": look[look_of]}
        sheet.conditional_format(1, 13, row, 13, rule)
    sheet.autofilter(0, 0, row, 15)
    sheet.freeze_panes(1, 2)


def trend(book, look, number):
    sheet = page(book, "Diễn biến")
    for column in range(1 + 2 * len(MEASURES)):
        sheet.write_string(0, column, f"Cột {column + 1}", look["head"])
    for day in range(DAYS):
        sheet.write_datetime(1 + day, 0, FIRST + datetime.timedelta(days=day), look["date"])
        for measure in range(len(MEASURES)):
            sheet.write_number(1 + day, 1 + 2 * measure, day * 7 + number, look["integer"])
            sheet.write_number(1 + day, 2 + 2 * measure, 1273, look["integer"])
    for place in range(len(MEASURES)):
        sheet.insert_chart(1 + 13 * place, 8, chart(book, "line", "Diễn biến", 1, DAYS, [1 + 2 * place, 2 + 2 * place]))
    sheet.autofilter(0, 0, DAYS, 2 * len(MEASURES))
    sheet.freeze_panes(1, 1)


def notes(book, look, number):
    for name in ("Chất lượng dữ liệu", "Ghi chú"):
        sheet = page(book, name)
        for row in range(14):
            sheet.write_string(row, 0, f"Mục {row}", look["text"])
            sheet.write_string(row, 1, f"Số liệu của xã số {number}: nguồn, cách đếm, cách tính tỷ lệ.", look["text"])


def workbook(number):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    look = formats(book)
    for write in (summary, units, data, trend, notes):
        write(book, look, number)
    book.close()
    return len(buffer.getvalue())


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    begun = time.perf_counter()
    size = sum(workbook(number) for number in range(count))
    print(f"{count} workbooks by xlsxwriter, one process: {time.perf_counter() - begun:.2f} s, {size // count // 1024} kB each")
    begun = time.perf_counter()
    with multiprocessing.Pool(2) as pool:
        pool.map(workbook, range(count))
    print(f"{count} workbooks by xlsxwriter, two processes: {time.perf_counter() - begun:.2f} s")


if __name__ == "__main__":
    main()
