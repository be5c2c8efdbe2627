//! What the report of an import says of those who leave a list, or might have.

use super::{
    print::{by_person, section},
    report::{Applied, ImportReport, Someone},
};
use crate::{domain::address::Address, text, ui::Page};

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
