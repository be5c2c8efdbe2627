//! What the report of an import says of those who leave a list, or might have.

use std::collections::BTreeSet;

use super::{
    print::{by_person, section},
    report::{Applied, ImportReport, OnList, Someone},
};
use crate::{domain::address::Address, text, texts::Text, ui::Page};

impl OnList<'_> {
    /// Describes people, each once with all their lists.
    pub fn describe(of: &[Self]) -> Vec<String> {
        let each = of
            .iter()
            .map(|one| (one.address.key(), (one.address, one.list)));
        by_person(each)
            .map(|(address, lists)| {
                text!("import-on-list", address = address, list = lists).to_string()
            })
            .collect()
    }
}

impl ImportReport<'_> {
    /// Describes those of whoever leaves a list.
    fn describe_left(&self, those: impl Fn(&Someone<'_>) -> bool) -> Vec<String> {
        let lists = self.lists.iter();
        let left = lists.flat_map(|list| list.left.iter().map(move |one| (list, one)));
        left.filter(|(_, one)| those(one))
            .map(|(list, one)| {
                let names = one.names.join(", ");
                text!(
                    "import-left-one",
                    address = one.address,
                    name = names,
                    list = list.list
                )
                .to_string()
            })
            .collect()
    }

    /// Says how many of those who left are on lists that the import is not about, if any.
    pub fn elsewhere_text(&self) -> Option<Text> {
        let people: BTreeSet<&str> = self.elsewhere.iter().map(|one| one.address.key()).collect();
        let lists: BTreeSet<&str> = self.elsewhere.iter().map(|one| one.list.as_str()).collect();
        let names: Vec<&str> = lists.into_iter().collect();
        (!people.is_empty()).then(|| {
            text!(
                "import-elsewhere",
                count = people.len(),
                lists = names.join(", ")
            )
        })
    }

    fn is_present(&self, one: &Someone<'_>) -> bool {
        self.present.contains(one.address.key())
    }

    pub(super) fn print_departures(&self, page: &mut Page) {
        let moved = self.lists.iter().flat_map(|list| {
            let people = list.moved.iter();
            people.map(|one| ((one.name, one.from.key(), one.to.key()), (one, list.list)))
        });
        let moved: Vec<String> = by_person(moved)
            .map(|(one, lists)| {
                text!(
                    "import-moved-one",
                    name = one.name,
                    from = one.from,
                    to = one.to,
                    list = lists
                )
                .to_string()
            })
            .collect();
        section(
            page,
            |count| text!("import-moved", count = count),
            &moved,
            Clone::clone,
        );
        let refused = self.outcome == Applied::Refused;
        let left = self.describe_left(|one| !self.is_present(one));
        let heading = |count| {
            if refused {
                text!("import-would-leave", count = count)
            } else {
                text!("import-left", count = count)
            }
        };
        section(page, heading, &left, Clone::clone);
        if let Some(heading) = self.elsewhere_text() {
            let people = OnList::describe(&self.elsewhere);
            section(page, |_| heading, &people, Clone::clone);
        }
        let changed_class = self.describe_left(|one| self.is_present(one));
        let heading = |count| {
            if refused {
                text!("import-would-leave-class", count = count)
            } else {
                text!("import-left-class", count = count)
            }
        };
        section(page, heading, &changed_class, Clone::clone);
        let kept = self.lists.iter().flat_map(|list| {
            let one = |one: &Address| {
                text!("import-on-list", address = one, list = list.list).to_string()
            };
            list.kept.iter().map(one)
        });
        let kept: Vec<String> = kept.collect();
        section(
            page,
            |count| text!("import-kept", count = count),
            &kept,
            Clone::clone,
        );
    }
}
