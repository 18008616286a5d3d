//! People who do not exist: plausible names, valid numbers, the same at every run.

use chrono::{Datelike, Days, NaiveDate};

const FAMILIES: [&str; 12] =
    ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Bùi", "Đinh", "Trương", "Quách", "Đỗ", "Hà", "Cao"];
const MIDDLES: [[&str; 10]; 2] = [
    ["Văn", "Hữu", "Đức", "Công", "Minh", "Xuân", "Quang", "Đình", "Thế", "Ngọc"],
    ["Thị", "Ngọc", "Thu", "Kim", "Thanh", "Thùy", "Diệu", "Hồng", "Mai", "Phương"],
];
const GIVEN: [[&str; 16]; 2] = [
    [
        "An", "Bình", "Cường", "Dũng", "Đạt", "Hải", "Hiếu", "Hùng", "Khoa", "Lâm", "Mạnh", "Nghĩa", "Phúc", "Quân",
        "Thắng", "Tuấn",
    ],
    [
        "Ánh", "Chi", "Dung", "Đào", "Hà", "Hạnh", "Hương", "Lan", "Lệ", "Linh", "Nga", "Nguyệt", "Oanh", "Thảo",
        "Trang", "Yến",
    ],
];
/// The villages of the demo commune.
pub const VILLAGES: [&str; 10] = [
    "Thôn Ngọc Bình",
    "Thôn Ngọc Sơn",
    "Thôn Đồng Cẩm",
    "Thôn Làng Mới",
    "Thôn Cẩm Thành",
    "Thôn Vạn Phúc",
    "Thôn Đồi Chè",
    "Thôn Bến Trại",
    "Thôn Thung Lũng",
    "Thôn 10",
];
const PHONE_PREFIXES: [&str; 8] = ["098", "097", "091", "094", "090", "093", "086", "035"];
/// Code of Thanh Hóa in ID numbers.
const PROVINCE: &str = "038";

/// One row of the list.
pub struct Row {
    pub full_name: String,
    pub born: NaiveDate,
    pub sex: &'static str,
    pub national_id: String,
    pub phone: String,
    pub village: &'static str,
    pub level_1: Option<NaiveDate>,
    pub level_2: Option<NaiveDate>,
    pub activated: Option<NaiveDate>,
    pub household: u32,
}

/// The person of a number; every number another one.
pub fn row(number: u32) -> Row {
    let mut dice = Dice(u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let woman = dice.below(2);
    let born = after("1938-01-01", dice.below(25_500));
    let name = [
        FAMILIES[dice.index(FAMILIES.len())],
        MIDDLES[woman as usize][dice.index(10)],
        GIVEN[woman as usize][dice.index(16)],
    ];
    let issued = after("2022-11-01", dice.below(170));
    let level = dice.below(10);
    let has_account = level < 6;
    let activated = (has_account && dice.below(2) == 0).then(|| issued + Days::new(u64::from(dice.below(25))));
    Row {
        full_name: name.join(" "),
        born,
        sex: if woman == 1 { "Nữ" } else { "Nam" },
        national_id: national_id(born, woman, number),
        phone: format!("{}{:07}", PHONE_PREFIXES[dice.index(8)], dice.below(10_000_000)),
        village: VILLAGES[dice.index(VILLAGES.len())],
        level_1: (level == 0).then_some(issued),
        level_2: (has_account && level != 0).then_some(issued),
        activated,
        household: 1 + number / 4,
    }
}

/// Province, century and sex (0, 1 for men, women of the 20th century, 2, 3 of the 21st), year, and six digits of their own.
fn national_id(born: NaiveDate, woman: u32, number: u32) -> String {
    let century = if born.year() < 2000 { 0 } else { 2 };
    format!("{PROVINCE}{}{:02}{:06}", century + woman, born.year() % 100, number)
}

fn after(day: &str, days: u32) -> NaiveDate {
    day.parse::<NaiveDate>().unwrap() + Days::new(u64::from(days))
}

/// Numbers that look random (xorshift64*, Vigna 2016).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let thrown = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        u32::try_from(thrown % u64::from(limit)).unwrap()
    }

    fn index(&mut self, length: usize) -> usize {
        self.below(u32::try_from(length).unwrap()) as usize
    }
}
