//! What stretch of days a report is about: the periods of regular reports, and series of rounds in peak weeks.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

use super::round::{Due, DueWording, Period};
use crate::vn::date::in_text;

/// Day of the month on which a reporting period ends, and the one on which the next begins (Nghị định 09/2019/NĐ-CP, Điều 12: số liệu chốt ngày 14).
const CUT_OFF: u32 = 14;
/// Working days after the cut-off within which a regular report is sent.
const SENT_WITHIN: u32 = 2;
/// The most rounds of a series: two months of daily ones.
pub const MOST_IN_SERIES: usize = 62;

/// The periods of regular reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Regular {
    /// Tháng.
    Month,
    /// Quý.
    Quarter,
    /// 6 tháng đầu năm.
    SixMonths,
    /// 9 tháng đầu năm.
    NineMonths,
    /// Năm.
    Year,
}

impl Regular {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Month, Self::Quarter, Self::SixMonths, Self::NineMonths, Self::Year];

    /// The fixed word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::SixMonths => "six_months",
            Self::NineMonths => "nine_months",
            Self::Year => "year",
        }
    }

    /// Reads the fixed word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|regular| regular.as_str() == word)
    }

    /// As a clerk calls it.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Month => "báo cáo tháng",
            Self::Quarter => "báo cáo quý",
            Self::SixMonths => "báo cáo 6 tháng đầu năm",
            Self::NineMonths => "báo cáo 9 tháng đầu năm",
            Self::Year => "báo cáo năm",
        }
    }

    /// The period that a day lies in; of the reports on six and nine months that begin with the year, the one that ends next. Reports of the year all
    /// begin on 15 December.
    pub fn around(self, day: NaiveDate) -> Option<RegularPeriod> {
        // The month whose 14th ends the period of the day.
        let (year, month) =
            if day.day() <= CUT_OFF { (day.year(), day.month()) } else { after(day.year(), day.month()) };
        let last = match self {
            Self::Month => month,
            Self::Quarter => month.div_ceil(3) * 3,
            Self::SixMonths => 6,
            Self::NineMonths => 9,
            Self::Year => 12,
        };
        // Once its days are over, the report of the next year is the next one.
        let year = if month > last { year + 1 } else { year };
        let months = match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::SixMonths | Self::NineMonths | Self::Year => last,
        };
        let (from_year, from_month) = before(year, last, months);
        let period = Period {
            from: NaiveDate::from_ymd_opt(from_year, from_month, CUT_OFF + 1)?,
            to: NaiveDate::from_ymd_opt(year, last, CUT_OFF)?,
        };
        let due_day = working_days_after(period.to, SENT_WITHIN);
        let due = Due { day: due_day, time: None, wording: DueWording::Through };
        Some(RegularPeriod { name: self.name(year, last), period, due })
    }

    fn name(self, year: i32, last: u32) -> String {
        match self {
            Self::Month => format!("Báo cáo tháng {last}/{year}"),
            Self::Quarter => {
                let quarter = ["I", "II", "III", "IV"].get(usize::try_from(last / 3 - 1).unwrap_or(0)).unwrap_or(&"");
                format!("Báo cáo quý {quarter}/{year}")
            }
            Self::SixMonths => format!("Báo cáo 6 tháng đầu năm {year}"),
            Self::NineMonths => format!("Báo cáo 9 tháng đầu năm {year}"),
            Self::Year => format!("Báo cáo năm {year}"),
        }
    }
}

/// A regular report with the days it is about and when it is usually sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegularPeriod {
    /// `Báo cáo tháng 12/2022`.
    pub name: String,
    /// What the figures are about.
    pub period: Period,
    /// When it is sent where nothing else is said.
    pub due: Due,
}

fn after(year: i32, month: u32) -> (i32, u32) {
    if month == 12 { (year + 1, 1) } else { (year, month + 1) }
}

fn before(year: i32, month: u32, months: u32) -> (i32, u32) {
    if month > months { (year, month - months) } else { (year - 1, month + 12 - months) }
}

/// Saturdays and Sundays do not count; holidays are not known here, so whoever opens the round corrects the date.
fn working_days_after(day: NaiveDate, days: u32) -> NaiveDate {
    let works = |day: &NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let wanted = usize::try_from(days.saturating_sub(1)).unwrap_or(0);
    day.iter_days().skip(1).filter(works).nth(wanted).unwrap_or(day)
}

/// How often a round comes in peak weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    /// Every day, about that day.
    Daily,
    /// Every seventh day from the first one on, about the days since the last one.
    Weekly,
}

/// A series of rounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// How often.
    pub rhythm: Rhythm,
    /// Day of the first report.
    pub first: NaiveDate,
    /// Last day on which one may fall.
    pub last: NaiveDate,
    /// The hour by which each is due.
    pub time: Option<NaiveTime>,
}

impl Series {
    /// The rounds in order: what is added to the name, the days, when due. At most [`MOST_IN_SERIES`].
    pub fn rounds(&self) -> Vec<RegularPeriod> {
        let (step, back) = match self.rhythm {
            Rhythm::Daily => (1, 0),
            Rhythm::Weekly => (7, 6),
        };
        let days = self.first.iter_days().step_by(step).take_while(|day| *day <= self.last).take(MOST_IN_SERIES);
        let round = |day: NaiveDate| RegularPeriod {
            name: format!("ngày {}", in_text(day)),
            period: Period { from: day.checked_sub_days(Days::new(back)).unwrap_or(day), to: day },
            due: Due { day, time: self.time, wording: DueWording::Through },
        };
        days.map(round).collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn regular_periods_end_on_the_fourteenth() {
        for (regular, on, name, from, to, due) in [
            (Regular::Month, "2022-12-14", "Báo cáo tháng 12/2022", "2022-11-15", "2022-12-14", "2022-12-16"),
            (Regular::Month, "2022-12-15", "Báo cáo tháng 1/2023", "2022-12-15", "2023-01-14", "2023-01-17"),
            (Regular::Quarter, "2023-02-20", "Báo cáo quý I/2023", "2022-12-15", "2023-03-14", "2023-03-16"),
            (Regular::Quarter, "2022-12-15", "Báo cáo quý I/2023", "2022-12-15", "2023-03-14", "2023-03-16"),
            (Regular::Quarter, "2022-12-01", "Báo cáo quý IV/2022", "2022-09-15", "2022-12-14", "2022-12-16"),
            (
                Regular::SixMonths,
                "2023-05-31",
                "Báo cáo 6 tháng đầu năm 2023",
                "2022-12-15",
                "2023-06-14",
                "2023-06-16",
            ),
            (
                Regular::SixMonths,
                "2023-06-15",
                "Báo cáo 6 tháng đầu năm 2024",
                "2023-12-15",
                "2024-06-14",
                "2024-06-18",
            ),
            (
                Regular::NineMonths,
                "2023-06-15",
                "Báo cáo 9 tháng đầu năm 2023",
                "2022-12-15",
                "2023-09-14",
                "2023-09-18",
            ),
            (Regular::Year, "2022-11-29", "Báo cáo năm 2022", "2021-12-15", "2022-12-14", "2022-12-16"),
        ] {
            let found = regular.around(day(on)).unwrap();
            assert_eq!((found.name.as_str(), found.due.day), (name, day(due)), "{regular:?} {on}");
            assert_eq!(found.period, Period { from: day(from), to: day(to) }, "{regular:?} {on}");
        }
    }

    #[test]
    fn a_series_has_a_round_for_each_day_or_week() {
        let time = NaiveTime::from_hms_opt(16, 0, 0);
        let series = Series { rhythm: Rhythm::Daily, first: day("2023-06-20"), last: day("2023-06-30"), time };
        let daily = series.rounds();
        assert_eq!((daily.len(), daily[0].due.vietnamese().as_str()), (11, "đến 16 giờ 00 ngày 20/6/2023"));
        let weekly = Series { rhythm: Rhythm::Weekly, time: None, ..series }.rounds();
        let days: Vec<_> = weekly.iter().map(|round| (round.period.from, round.period.to)).collect();
        assert_eq!(days, [(day("2023-06-14"), day("2023-06-20")), (day("2023-06-21"), day("2023-06-27"))]);
        let endless = Series { last: day("9999-01-01"), ..series };
        assert_eq!(endless.rounds().len(), MOST_IN_SERIES);
    }

    proptest! {
        #[test]
        fn months_and_quarters_leave_no_day_out(days in 0u64..20_000) {
            let on = day("2000-01-01") + Days::new(days);
            for regular in [Regular::Month, Regular::Quarter] {
                let found = regular.around(on).unwrap().period;
                prop_assert!(found.from <= on && on <= found.to);
                let next = regular.around(found.to.succ_opt().unwrap()).unwrap().period;
                prop_assert_eq!(next.from, found.to.succ_opt().unwrap());
            }
        }

        #[test]
        fn any_report_of_the_year_ends_ahead(days in 0u64..20_000) {
            let on = day("2000-01-01") + Days::new(days);
            for regular in Regular::ALL {
                let found = regular.around(on).unwrap();
                prop_assert!(found.period.to >= on && found.due.day > found.period.to);
            }
        }
    }
}
