//! The form of a change of the tree, and what it would do.

use serde::Serialize;

use super::form::FieldError;
use super::frame::Choice;
use super::links::{Links, Pair};
use super::number;
use super::units::sheet_href;
use crate::campaign::unit_changes::{Heir, NewUnit, Part, UnitAction, UnitPlan};
use crate::model::unit::{Unit, UnitKind};

/// New units that a division offers at once.
const PARTS: usize = 4;
/// The choice "a new unit".
const NEW: &str = "";

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Work {
    #[default]
    Add,
    Rename,
    Close,
    Merge,
    Split,
    Move,
    Superior,
}

impl Work {
    const ALL: [(Self, &'static str, &'static str); 7] = [
        (Self::Add, "them", "Thêm đơn vị"),
        (Self::Rename, "doi-ten", "Đổi tên, đổi loại đơn vị"),
        (Self::Close, "ket-thuc", "Kết thúc hoạt động của đơn vị"),
        (Self::Merge, "sap-nhap", "Sáp nhập đơn vị"),
        (Self::Split, "chia-tach", "Chia tách đơn vị"),
        (Self::Move, "chuyen", "Chuyển về đơn vị cấp trên khác"),
        (Self::Superior, "chu-quan", "Đơn vị chủ quản theo ngành"),
    ];

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known, _)| *known == word).map(|(work, ..)| work)
    }

    fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(work, ..)| *work == self).map_or("", |(_, word, _)| word)
    }

    fn title(self) -> &'static str {
        Self::ALL.into_iter().find(|(work, ..)| *work == self).map_or("", |(.., title)| title)
    }
}

/// A change as typed.
#[derive(Debug, Clone, Default)]
pub struct TypedChange {
    /// What is done.
    pub work: Work,
    /// Slugs of the units.
    pub units: Vec<String>,
    /// The first day of the new state.
    pub day: String,
    /// The document.
    pub basis: String,
    /// Whether it is to be written.
    pub write: bool,
    name: String,
    kind: String,
    heir: String,
    to: String,
    superior: String,
    always: bool,
    keeps: bool,
    parts: Vec<String>,
    /// Slug of a unit below and the number of the part it comes under.
    given: Vec<(String, usize)>,
}

impl TypedChange {
    /// Reads an address or a form.
    pub fn read(pairs: &[Pair]) -> Self {
        let of =
            |name: &str| pairs.iter().find(|pair| pair.name == name).map_or("", |pair| pair.value.trim()).to_owned();
        let all = |name: &str| -> Vec<String> {
            pairs.iter().filter(|pair| pair.name == name).map(|pair| pair.value.trim().to_owned()).collect()
        };
        let given = pairs
            .iter()
            .filter_map(|pair| Some((pair.name.strip_prefix("ve-")?.to_owned(), pair.value.parse::<usize>().ok()?)));
        let mut units: Vec<String> = all("don-vi").into_iter().filter(|slug| !slug.is_empty()).collect();
        units.dedup();
        Self {
            work: Work::parse(&of("viec")).unwrap_or_default(),
            units,
            day: of("hieu-luc"),
            basis: of("can-cu"),
            write: of("buoc") == "ghi",
            name: of("ten"),
            kind: of("loai"),
            heir: of("thanh"),
            to: of("ve"),
            superior: of("chu-quan"),
            always: of("tu-truoc") == "1",
            keeps: of("giu") == "1",
            parts: all("phan"),
            given: given.collect(),
        }
    }

    fn new_unit(&self) -> Option<NewUnit> {
        Some(NewUnit { name: self.name.clone(), unit_kind: UnitKind::parse(&self.kind)? })
    }

    /// The order; `None` where it is not complete.
    pub fn action(&self) -> Option<UnitAction> {
        let first = self.units.first()?.clone();
        Some(match self.work {
            Work::Add => UnitAction::Add { parent: first, unit: self.new_unit()?, always: self.always },
            Work::Rename => UnitAction::Rename { unit: first, becomes: self.new_unit()? },
            Work::Close => UnitAction::Close { unit: first },
            Work::Merge => {
                let into = match self.heir.as_str() {
                    NEW => Heir::New(self.new_unit()?),
                    slug => Heir::Existing(slug.to_owned()),
                };
                UnitAction::Merge { units: self.units.clone(), into }
            }
            Work::Split => UnitAction::Split { unit: first, keeps: self.keeps, parts: self.division()? },
            Work::Move => UnitAction::Move { units: self.units.clone(), to: self.to.clone() },
            Work::Superior => {
                let superior = Some(self.superior.clone()).filter(|slug| !slug.is_empty());
                UnitAction::Superior { unit: first, superior }
            }
        })
    }

    fn division(&self) -> Option<Vec<Part>> {
        let unit_kind = UnitKind::parse(&self.kind)?;
        let named = (1usize..).zip(&self.parts).filter(|(_, name)| !name.is_empty());
        let part = |(place, name): (usize, &String)| Part {
            heir: Heir::New(NewUnit { name: name.clone(), unit_kind }),
            units: self.given.iter().filter(|(_, to)| *to == place).map(|(slug, _)| slug.clone()).collect(),
        };
        Some(named.map(part).collect())
    }
}

/// What the form offers.
pub struct Offered {
    /// Other units below the same one, for a merger.
    pub siblings: Vec<Unit>,
    /// Where the units can be put.
    pub parents: Vec<Unit>,
    /// Who can be line superior.
    pub superiors: Vec<Unit>,
    /// Units below, for a division.
    pub children: Vec<Unit>,
    /// The present line superior.
    pub superior: Option<Unit>,
}

/// The page.
#[derive(Debug, Serialize)]
pub struct ChangeView {
    /// Heading.
    pub title: String,
    /// What is not right.
    pub errors: Vec<FieldError>,
    work: &'static str,
    explanation: &'static str,
    units: Vec<Named>,
    day: String,
    basis: String,
    name: Option<String>,
    kinds: Vec<Choice>,
    heirs: Vec<Choice>,
    parents: Vec<Choice>,
    superiors: Vec<Choice>,
    always: Option<bool>,
    keeps: Option<bool>,
    parts: Vec<String>,
    given: Vec<Given>,
    plan: Vec<String>,
    warnings: Vec<String>,
    ready: bool,
    action: String,
    cancel: String,
}

/// A unit by slug and name.
#[derive(Debug, Serialize)]
struct Named {
    slug: String,
    name: String,
}

/// A unit below what is divided, and the part it comes under.
#[derive(Debug, Serialize)]
struct Given {
    field: String,
    name: String,
    options: Vec<Choice>,
}

impl ChangeView {
    /// The form as it stands.
    pub fn of(typed: &TypedChange, units: &[Unit], offered: &Offered, links: &Links) -> Self {
        let work = typed.work;
        let first = units.first();
        let named = matches!(work, Work::Add | Work::Rename | Work::Merge);
        let name = if typed.name.is_empty() && work == Work::Rename {
            first.map_or_else(String::new, |unit| unit.name.clone())
        } else {
            typed.name.clone()
        };
        let parts =
            typed.parts.iter().cloned().chain(std::iter::repeat(String::new())).take(PARTS.max(typed.parts.len()));
        let split = work == Work::Split;
        Self {
            title: work.title().to_owned(),
            errors: Vec::new(),
            work: work.word(),
            explanation: explanation(work),
            units: units.iter().map(|unit| Named { slug: unit.slug.clone(), name: unit.name.clone() }).collect(),
            day: typed.day.clone(),
            basis: typed.basis.clone(),
            name: named.then_some(name),
            kinds: if named || split { kinds(work, first, &typed.kind) } else { Vec::new() },
            heirs: if work == Work::Merge { heirs(&offered.siblings, &typed.heir) } else { Vec::new() },
            parents: choices(&offered.parents, &typed.to),
            superiors: if work == Work::Superior { superiors(offered, typed) } else { Vec::new() },
            always: (work == Work::Add).then_some(typed.always),
            keeps: split.then_some(typed.keeps),
            parts: if split { parts.collect() } else { Vec::new() },
            given: if split { given(&offered.children, typed) } else { Vec::new() },
            plan: Vec::new(),
            warnings: Vec::new(),
            ready: false,
            action: links.to("/co-cau/thay-doi"),
            cancel: first.map_or_else(|| links.to("/co-cau"), |unit| sheet_href(links, &unit.slug)),
        }
    }

    /// Tells what the change does.
    pub fn show_plan(&mut self, plan: &UnitPlan) {
        self.ready = true;
        let list = |names: &[String]| names.join(", ");
        if !plan.closed.is_empty() {
            self.plan.push(format!("Kết thúc: {}.", list(&plan.closed)));
        }
        if !plan.opened.is_empty() {
            self.plan.push(format!("Lập mới: {}.", list(&plan.opened)));
        }
        for moved in &plan.moved {
            self.plan.push(format!("{} chuyển từ {} về {}.", moved.name, moved.from, moved.to));
        }
        if plan.people > plan.unassigned {
            let people = number(plan.people - plan.unassigned);
            self.plan.push(format!("{people} người chuyển về đơn vị mới; số liệu của những ngày trước không đổi."));
        }
        if self.plan.is_empty() {
            self.plan.push("Chỉ thay đổi thông tin của đơn vị; không ai phải chuyển.".to_owned());
        }
        if plan.unassigned > 0 {
            let people = number(plan.unassigned);
            self.warnings.push(format!(
                "{people} người chưa biết về đơn vị nào. Nhập danh sách của đơn vị mới hoặc phân từng hộ; tới khi đó họ chỉ được tính ở cấp trên."
            ));
        }
        if plan.quotas > 0 {
            let quotas = number(plan.quotas);
            self.warnings.push(format!("{quotas} chỉ tiêu còn hạn của đơn vị kết thúc không tự chuyển; giao lại cho đơn vị mới ở trang Chỉ tiêu."));
        }
        if plan.accounts > 0 {
            self.warnings.push(format!(
                "{} tài khoản thuộc đơn vị kết thúc; đề nghị quản trị chuyển về đơn vị mới.",
                number(plan.accounts)
            ));
        }
        if !plan.same_names.is_empty() {
            self.warnings.push(format!("Có hai đơn vị cùng tên: {}. Nên đổi tên một đơn vị.", list(&plan.same_names)));
        }
    }
}

fn explanation(work: Work) -> &'static str {
    match work {
        Work::Add => "Đơn vị mới đứng cuối danh sách đơn vị trực thuộc; có thể xếp lại thứ tự sau.",
        Work::Rename => "Đơn vị vẫn là một; báo cáo của những ngày trước giữ tên cũ.",
        Work::Close => "Chỉ kết thúc được đơn vị không còn đơn vị trực thuộc và không còn ai.",
        Work::Merge => "Người và đơn vị trực thuộc chuyển về đơn vị nhận từ ngày hiệu lực.",
        Work::Split => {
            "Từng đơn vị trực thuộc về đúng một đơn vị mới. Người của thôn bị chia được phân theo danh sách hoặc từng hộ, không chia theo tỷ lệ."
        }
        Work::Move => "Báo cáo của những ngày trước vẫn tính vào đơn vị cấp trên cũ.",
        Work::Superior => "Đơn vị báo cáo cho cấp trên trực tiếp và cho đơn vị chủ quản theo ngành.",
    }
}

/// The kinds that can stand there.
fn kinds(work: Work, first: Option<&Unit>, chosen: &str) -> Vec<Choice> {
    let Some(unit) = first else { return Vec::new() };
    let fits = |kind: &UnitKind| match work {
        Work::Add => kind.may_stand_below(unit.kind) && !matches!(kind, UnitKind::District | UnitKind::Township),
        _ => kind.is_like(unit.kind),
    };
    let usual = if work == Work::Add { UnitKind::Village } else { unit.kind };
    let chosen = if chosen.is_empty() { usual.as_str() } else { chosen };
    let all = UnitKind::ALL.into_iter().filter(fits);
    all.map(|kind| Choice::new(kind.as_str(), kind.vietnamese(), chosen)).collect()
}

fn choices(units: &[Unit], chosen: &str) -> Vec<Choice> {
    units.iter().map(|unit| Choice::new(unit.slug.as_str(), unit.name.as_str(), chosen)).collect()
}

fn heirs(siblings: &[Unit], chosen: &str) -> Vec<Choice> {
    let new = std::iter::once(Choice::new(NEW, "một đơn vị mới (ghi tên bên dưới)", chosen));
    new.chain(choices(siblings, chosen)).collect()
}

fn superiors(offered: &Offered, typed: &TypedChange) -> Vec<Choice> {
    let chosen = match &offered.superior {
        Some(superior) if typed.day.is_empty() => superior.slug.as_str(),
        _ => typed.superior.as_str(),
    };
    let none = std::iter::once(Choice::new("", "không có", chosen));
    none.chain(choices(&offered.superiors, chosen)).collect()
}

fn given(children: &[Unit], typed: &TypedChange) -> Vec<Given> {
    let of = |unit: &Unit| {
        let chosen = typed.given.iter().find(|(slug, _)| *slug == unit.slug).map_or(0, |(_, part)| *part).to_string();
        let part = |place: usize| Choice::new(place.to_string(), format!("đơn vị mới thứ {place}"), &chosen);
        let stays = std::iter::once(Choice::new("0", "chưa chọn (hoặc ở lại)", &chosen));
        Given {
            field: format!("ve-{}", unit.slug),
            name: unit.name.clone(),
            options: stays.chain((1..=PARTS).map(part)).collect(),
        }
    };
    children.iter().map(of).collect()
}
