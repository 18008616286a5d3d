//! Lists of people who do not exist, revised again and again in ways that lists are revised.

use chrono::{Days, NaiveDate};
use tiendo::access::Actor;
use tiendo::model::as_of::AsOf;
use tiendo::roster::{CommitMode, Committed, ListDetails, Preview, Upload, commit, preview};
use tiendo::store::Db;

use super::steps::{day, sandbox};

const FAMILIES: [&str; 6] = ["Nguyễn", "Trần", "Lê", "Phạm", "Bùi", "Quách"];
const GIVEN: [&str; 8] = ["An", "Bình", "Cường", "Dũng", "Hải", "Lâm", "Phúc", "Tuấn"];
const VILLAGES: [&str; 4] = ["Thôn Ngọc Bình", "Thôn Bến Trại", "Thôn Vạn Phúc", "Thôn 10"];
const NOTES: [&str; 6] = ["", "mất sim", "không có điện thoại thông minh", "đi làm ăn xa", "đã chết", "đã chuyển đi"];
const HEADS: &str =
    "STT;Họ và tên;Ngày sinh;Giới tính;Số CCCD;Số điện thoại;Thôn;Ngày cấp mức 1;Ngày cấp mức 2;Ngày kích hoạt;Ghi chú";

/// Numbers that look random (xorshift64*, Vigna 2016), the same for the same seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, limit: u32) -> u32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let thrown = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        u32::try_from(thrown % u64::from(limit)).unwrap()
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(u32::try_from(choices.len()).unwrap()) as usize]
    }
}

/// One row of a list.
#[derive(Debug, Clone)]
pub struct Villager {
    name: String,
    born: NaiveDate,
    national_id: Option<String>,
    phone: Option<String>,
    village: &'static str,
    level_1: Option<NaiveDate>,
    level_2: Option<NaiveDate>,
    activated: Option<NaiveDate>,
    note: &'static str,
}

impl Villager {
    /// The man of a number; every number another one. Every ninth has no ID number.
    pub fn new(number: u32) -> Self {
        let mut dice = Dice::new(u64::from(number) + 1);
        let born = day("1940-01-01") + Days::new(u64::from(dice.below(20_000)));
        let year = born.format("%y");
        let issued = (dice.below(3) > 0).then(|| day("2022-12-01") + Days::new(u64::from(dice.below(150))));
        Self {
            name: format!(
                "{} Văn {} {}",
                dice.of(&FAMILIES),
                GIVEN[number as usize / 8 % 8],
                GIVEN[number as usize % 8]
            ),
            born,
            national_id: (!number.is_multiple_of(9)).then(|| format!("0380{year}{number:06}")),
            phone: (dice.below(3) > 0).then(|| format!("0912{number:06}")),
            village: dice.of(&VILLAGES),
            level_1: issued.filter(|_| number.is_multiple_of(4)),
            level_2: issued.filter(|_| !number.is_multiple_of(4)),
            activated: issued.filter(|_| dice.below(2) == 0).map(|day| day + Days::new(9)),
            note: "",
        }
    }

    /// The same man in another village.
    pub fn living_in(self, village: &'static str) -> Self {
        Self { village, ..self }
    }

    fn revise(&mut self, dice: &mut Dice) {
        let later = day("2023-05-10") + Days::new(u64::from(dice.below(20)));
        match dice.below(7) {
            0 => self.phone = Some(format!("0987{:06}", dice.below(1_000_000))),
            1 => self.level_2 = self.level_2.or(Some(later)),
            2 if self.level_1.or(self.level_2).is_some() => self.activated = self.activated.or(Some(later)),
            3 => self.village = dice.of(&VILLAGES),
            4 => self.note = dice.of(&NOTES),
            5 => self.name = self.name.replace("Văn", dice.of(&["Văn", "Đình", "Hữu"])),
            _ => self.activated = None,
        }
    }

    fn line(&self, number: usize) -> String {
        let date = |day: Option<NaiveDate>| day.map(|day| day.format("%d/%m/%Y").to_string()).unwrap_or_default();
        let cells = [
            number.to_string(),
            self.name.clone(),
            date(Some(self.born)),
            "Nam".to_owned(),
            self.national_id.clone().unwrap_or_default(),
            self.phone.clone().unwrap_or_default(),
            self.village.to_owned(),
            date(self.level_1),
            date(self.level_2),
            date(self.activated),
            self.note.to_owned(),
        ];
        cells.join(";")
    }
}

/// The same people some time later: some revised, some left out, some come, some named twice.
pub fn revised(people: &[Villager], dice: &mut Dice, next: &mut u32) -> Vec<Villager> {
    let mut list: Vec<Villager> = people.iter().filter(|_| dice.below(12) > 0).cloned().collect();
    for villager in &mut list {
        if dice.below(3) == 0 {
            villager.revise(dice);
        }
    }
    for _ in 0..dice.below(8) {
        list.push(Villager::new(*next));
        *next += 1;
    }
    if dice.below(2) == 0 {
        let twice = list[0].clone();
        list.push(twice);
    }
    list
}

/// A list as a file.
pub fn csv(people: &[Villager]) -> Vec<u8> {
    let lines = people.iter().zip(1..).map(|(villager, number)| villager.line(number));
    let all: Vec<String> = [HEADS.to_owned()].into_iter().chain(lines).collect();
    all.join("\r\n").into_bytes()
}

/// Hands a list of the commune in.
pub fn hand_in(db: &Db, people: &[Villager], listed_on: &str) -> Preview {
    let upload = Upload {
        details: ListDetails {
            campaign: "cam-ngoc-2023".to_owned(),
            unit: "cam-ngoc".to_owned(),
            file_name: "danh_sach.csv".to_owned(),
            listed_on: Some(day(listed_on)),
            today: AsOf(day("2023-06-13")),
            comment: None,
        },
        bytes: csv(people),
    };
    preview(db, &Actor::operator(), &upload, &sandbox()).unwrap()
}

/// Hands a list in and applies it.
pub fn take_in(db: &Db, people: &[Villager], listed_on: &str) -> Committed {
    let shown = hand_in(db, people, listed_on);
    commit(db, &Actor::operator(), shown.batch, &shown.token, CommitMode::GoodRows).unwrap()
}
