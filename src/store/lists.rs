//! `lists/NAME.json`: one file per list, named after it.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, BufReader},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    LockedStore, Store,
    error::{Action, StoreError},
    file,
};
use crate::domain::{
    address::Address,
    list::{List, ListId, SubscriberCounts},
    list_name::ListName,
    membership::Membership,
};

/// How often all lists are looked at for one, while others come and go.
const LOOKS: usize = 10;

/// What is shown of a list without reading its subscribers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ListSummary {
    /// What never changes, whatever the list's name.
    pub id: ListId,
    /// The free title.
    #[serde(default)]
    pub title: Option<String>,
    /// Who owns the list.
    pub owner: Address,
    /// Who may write, when there is someone.
    #[serde(default)]
    pub moderators: Vec<Address>,
    /// How many subscribers there are.
    pub counts: SubscriberCounts,
}

/// The file of a list: its counts come before its subscribers, so that an
/// overview needs to read only the first lines.
#[derive(Serialize)]
struct ListFile<'a> {
    counts: SubscriberCounts,
    #[serde(flatten)]
    list: &'a List,
}

impl Store {
    /// Returns the folder of all lists.
    pub fn lists_path(&self) -> PathBuf {
        self.root.join("lists")
    }

    /// Returns the file of a list.
    pub fn list_path(&self, name: &ListName) -> PathBuf {
        self.lists_path().join(format!("{name}.json"))
    }

    /// Returns the names of all lists, sorted.
    pub fn list_names(&self) -> Result<Vec<ListName>, StoreError> {
        match self.names_in_folder() {
            // There is no list yet, or their folder is away: nobody is taken for gone by this.
            Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                Ok(Vec::new())
            }
            names => names,
        }
    }

    /// Returns the names of all lists, sorted; fails where their folder is away.
    fn names_in_folder(&self) -> Result<Vec<ListName>, StoreError> {
        // What is decided moves from the first folder to the second, not the other way.
        let mut names = match names_in(&self.decided_lists_path()) {
            Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                BTreeSet::new()
            }
            names => names?,
        };
        names.append(&mut names_in(&self.lists_path())?);
        Ok(names.into_iter().collect())
    }

    /// Reads the file of a list with `read`, which finds nothing where there is no file.
    ///
    /// A change of several lists that was decided counts at once, even if a kill
    /// kept some of them from their place: all are as before it, or all as after.
    pub(super) fn read_list<T>(
        &self,
        name: &ListName,
        mut read: impl FnMut(&Path) -> Result<Option<T>, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let path = self.list_path(name);
        let decided = path
            .file_name()
            .map(|file| self.decided_lists_path().join(file));
        if let Some(decided) = decided
            && let Some(found) = read(&decided)?
        {
            return Ok(Some(found));
        }
        read(&path)
    }

    /// Reads a list.
    pub fn list(&self, name: &ListName) -> Result<List, StoreError> {
        match self.read_list(name, file::read_json)? {
            Some(list) => Ok(list),
            None => Err(self.no_list(name)?),
        }
    }

    fn no_list(&self, name: &ListName) -> Result<StoreError, StoreError> {
        Ok(StoreError::NoList {
            name: name.clone(),
            known: self.list_names()?,
        })
    }

    /// Tells whether a list has this name.
    pub fn has_list(&self, name: &ListName) -> bool {
        self.list_path(name).exists()
    }

    /// Finds a list by its identifier, under its usual name or another one.
    ///
    /// None when it was deleted.
    pub fn list_by_id(&self, id: &ListId, usual: &ListName) -> Result<Option<List>, StoreError> {
        self.find(id, usual, |name| {
            self.read_if(name, |list: &List| list.id == *id)
        })
    }

    /// Reads who is on a list, found by its identifier under its usual name or
    /// another one.
    ///
    /// None when it was deleted.
    pub fn membership(
        &self,
        id: &ListId,
        usual: &ListName,
    ) -> Result<Option<Membership>, StoreError> {
        self.find(id, usual, |name| {
            self.read_if(name, |list: &Membership| list.id == *id)
        })
    }

    /// Finds the name that a list has now, its usual one or another; none when it was deleted.
    pub fn list_name_by_id(
        &self,
        id: &ListId,
        usual: &ListName,
    ) -> Result<Option<ListName>, StoreError> {
        self.find(id, usual, |name| Ok(Some(name.clone())))
    }

    /// Finds a list by its identifier and reads it, unless the file is another's by then.
    ///
    /// None when it was deleted for certain: the folder of all lists is there, and
    /// no file in it has that identifier. On a stick or a network folder that is
    /// away for a moment, nobody has left a list.
    fn find<T>(
        &self,
        id: &ListId,
        usual: &ListName,
        read: impl Fn(&ListName) -> Result<Option<T>, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut looks = 0;
        loop {
            looks += 1;
            match self.look_for(id, usual, &read)? {
                Look::Found(found) => return Ok(Some(found)),
                // A list that is given another name at this moment is under neither of
                // them for who looks at both in between.
                Look::Missing if looks > 1 => return Ok(None),
                Look::Vanished(name) if looks == LOOKS => {
                    let gone = io::ErrorKind::NotFound.into();
                    return Err(StoreError::io(Action::Read, self.list_path(&name))(gone));
                }
                Look::Missing | Look::Vanished(_) => {}
            }
        }
    }

    /// Reads a list, if it is still there and the one that is looked for.
    fn read_if<T: DeserializeOwned>(
        &self,
        name: &ListName,
        is_it: impl FnOnce(&T) -> bool,
    ) -> Result<Option<T>, StoreError> {
        let list: Option<T> = self.read_list(name, file::read_json)?;
        Ok(list.filter(is_it))
    }

    fn look_for<T>(
        &self,
        id: &ListId,
        usual: &ListName,
        read: impl Fn(&ListName) -> Result<Option<T>, StoreError>,
    ) -> Result<Look<T>, StoreError> {
        if self.summary(usual)?.is_some_and(|list| list.id == *id)
            && let Some(found) = read(usual)?
        {
            return Ok(Look::Found(found));
        }
        let mut vanished = None;
        for name in self.names_in_folder()? {
            match self.summary(&name)? {
                Some(list) if list.id != *id => {}
                Some(_) => match read(&name)? {
                    Some(found) => return Ok(Look::Found(found)),
                    None => vanished = Some(name),
                },
                None => vanished = Some(name),
            }
        }
        Ok(vanished.map_or(Look::Missing, Look::Vanished))
    }

    /// Reads the beginning of a list.
    pub fn list_summary(&self, name: &ListName) -> Result<ListSummary, StoreError> {
        match self.summary(name)? {
            Some(summary) => Ok(summary),
            None => Err(self.no_list(name)?),
        }
    }

    /// Reads the beginning of a list; none where no list has this name.
    fn summary(&self, name: &ListName) -> Result<Option<ListSummary>, StoreError> {
        self.read_list(name, summary_in)
    }
}

fn summary_in(path: &Path) -> Result<Option<ListSummary>, StoreError> {
    let input = match File::open(path) {
        Ok(input) => input,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::io(Action::Read, path)(error)),
    };
    let input = BufReader::with_capacity(2048, input);
    let leading =
        file::leading_fields(input, |_, key| key == "subscribers").map_err(file::corrupt(path))?;
    file::check_format(path, &leading)?;
    let summary = serde_json::from_value(Value::Object(leading));
    summary.map(Some).map_err(file::corrupt(path))
}

fn names_in(folder: &Path) -> Result<BTreeSet<ListName>, StoreError> {
    let entries = fs::read_dir(folder).map_err(StoreError::io(Action::Read, folder))?;
    let mut names = BTreeSet::new();
    for entry in entries {
        let entry = entry.map_err(StoreError::io(Action::Read, folder))?;
        // What carnet did not write, a backup of an editor for one, is no list.
        let name = entry
            .file_name()
            .to_str()
            .and_then(|name| ListName::parse(name.strip_suffix(".json")?).ok());
        names.extend(name);
    }
    Ok(names)
}

/// What a look at all lists finds of one.
enum Look<T> {
    Found(T),
    /// No file holds it.
    Missing,
    /// The same, but what had this name could not be looked at any more.
    Vanished(ListName),
}

impl LockedStore<'_> {
    /// Writes a list that does not exist yet.
    pub fn create_list(&self, name: &ListName, list: &List) -> Result<(), StoreError> {
        if self.has_list(name) {
            return Err(StoreError::ListExists { name: name.clone() });
        }
        self.save_list(name, list)
    }

    /// Writes a list, replacing the one of that name.
    pub fn save_list(&self, name: &ListName, list: &List) -> Result<(), StoreError> {
        file::write_json(
            &self.list_path(name),
            &ListFile {
                counts: list.counts(),
                list,
            },
        )
    }

    /// Writes several lists, all or none, whatever happens meanwhile.
    pub fn save_lists<'l>(
        &self,
        lists: impl Iterator<Item = (&'l ListName, List)>,
    ) -> Result<(), StoreError> {
        self.replace_lists(lists.map(|(name, list)| {
            let content = ListFile {
                counts: list.counts(),
                list: &list,
            };
            (format!("{name}.json"), file::to_json(&content))
        }))
    }

    /// Gives a list another name, in one step that cannot be half done.
    pub fn rename_list(&self, old: &ListName, new: &ListName) -> Result<(), StoreError> {
        if !self.has_list(old) {
            return Err(self.no_list(old)?);
        }
        if self.has_list(new) {
            return Err(StoreError::ListExists { name: new.clone() });
        }
        let path = self.list_path(new);
        fs::rename(self.list_path(old), &path)
            .and_then(|()| file::sync_folder(&self.lists_path()))
            .map_err(StoreError::io(Action::Write, path))
    }

    /// Removes a list and its subscriptions.
    pub fn delete_list(&self, name: &ListName) -> Result<(), StoreError> {
        let path = self.list_path(name);
        match fs::remove_file(&path) {
            Ok(()) => {
                file::sync_folder(&self.lists_path()).map_err(StoreError::io(Action::Remove, path))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(self.no_list(name)?),
            Err(error) => Err(StoreError::io(Action::Remove, path)(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use jiff::Timestamp;

    use super::*;
    use crate::domain::subscriber::{Origin, Subscriber};

    fn sample() -> List {
        let now = Timestamp::UNIX_EPOCH;
        let mut list = List::new(
            ListId::new([1; 16], now),
            Address::parse("dir@ac-x.fr").unwrap(),
            now,
        );
        list.title = Some("Parents de CP « ép »".to_owned());
        list.subscribers.insert(Subscriber::new(
            Address::parse("B@x.fr").unwrap(),
            Origin::Onde,
            now,
        ));
        list.subscribers.insert(Subscriber::new(
            Address::parse("a@x.fr").unwrap(),
            Origin::Manual,
            now,
        ));
        list
    }

    #[test]
    fn a_list_is_read_as_it_was_written_and_summed_up_without_its_subscribers() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().join("data"));
        let name = ListName::parse("cp").unwrap();
        let locked = store.lock(|| ()).unwrap();
        locked.create_list(&name, &sample()).unwrap();
        assert!(matches!(
            locked.create_list(&name, &sample()),
            Err(StoreError::ListExists { .. })
        ));
        assert_eq!(store.list(&name).unwrap(), sample());
        assert_eq!(store.list_names().unwrap(), std::slice::from_ref(&name));
        // What stands after the counts is not looked at.
        let path = store.list_path(&name);
        let text = fs::read_to_string(&path).unwrap();
        let cut = text.split_once("\"subscribers\"").unwrap().0;
        fs::write(&path, format!("{cut}\"subscribers\": garbage")).unwrap();
        assert_eq!(store.list_summary(&name).unwrap().counts.active, 2);
        assert!(matches!(store.list(&name), Err(StoreError::Corrupt { .. })));
    }

    #[test]
    fn a_list_is_found_while_others_come_and_go() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned());
        let [other, another, new, old] =
            ["ce1", "ce2", "cm1", "cp"].map(|name| ListName::parse(name).unwrap());
        let locked = store.lock(|| ()).unwrap();
        locked.create_list(&new, &sample()).unwrap();
        let mut neighbour = sample();
        neighbour.id = ListId::new([2; 16], Timestamp::UNIX_EPOCH);
        locked.create_list(&other, &neighbour).unwrap();
        let looking = AtomicBool::new(true);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while looking.load(Ordering::Relaxed) {
                    for (from, to) in [(&other, &another), (&another, &other)] {
                        fs::rename(store.list_path(from), store.list_path(to)).unwrap();
                    }
                }
            });
            let looks = || store.membership(&sample().id, &old);
            let missed: Vec<_> = (0..2_000)
                .map(|_| looks())
                .filter(|found| !matches!(found, Ok(Some(_))))
                .collect();
            looking.store(false, Ordering::Relaxed);
            assert!(missed.is_empty(), "{missed:?}");
        });
    }

    #[test]
    fn whoever_reads_after_a_kill_sees_the_lists_that_were_decided_and_not_half_of_them() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned());
        let [moved, kept, new] = ["ce1", "cp", "ps"].map(|name| ListName::parse(name).unwrap());
        let address = Address::parse("a@x.fr").unwrap();
        let (mut before, mut after) = (sample(), sample());
        before.subscribers.remove(&address);
        after.title = Some("after".to_owned());
        let locked = store.lock(|| ()).unwrap();
        let names = [&moved, &kept, &new].into_iter();
        let lists = names.zip(1..).map(|(name, number)| {
            after.id = ListId::new([number; 16], Timestamp::UNIX_EPOCH);
            (name, after.clone())
        });
        locked.save_lists(lists).unwrap();
        // As a kill leaves them after the first of three was moved to its place.
        fs::create_dir(store.decided_lists_path()).unwrap();
        for name in [&kept, &new] {
            let path = store.decided_lists_path().join(format!("{name}.json"));
            fs::rename(store.list_path(name), path).unwrap();
        }
        before.id = ListId::new([2; 16], Timestamp::UNIX_EPOCH);
        locked.save_list(&kept, &before).unwrap();

        for reads in 0..2 {
            assert_eq!(
                store.list_names().unwrap(),
                [&moved, &kept, &new].map(Clone::clone)
            );
            for name in [&moved, &kept, &new] {
                let list = store.list(name).unwrap();
                assert_eq!(list.title.as_deref(), Some("after"), "{name} {reads}");
                assert_eq!(store.list_summary(name).unwrap().counts.active, 2);
                let members = store.membership(&list.id, name).unwrap().unwrap();
                assert!(members.status(&address).is_some(), "{name} {reads}");
            }
            assert_eq!(store.subscriptions(&address).unwrap().len(), 3);
            locked.finish_lists().unwrap();
        }
        assert!(!store.has_lists_to_complete());
    }

    #[test]
    fn renaming_never_overwrites_a_list() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned());
        let (cp, ce1) = (
            ListName::parse("cp").unwrap(),
            ListName::parse("ce1").unwrap(),
        );
        let locked = store.lock(|| ()).unwrap();
        locked.create_list(&cp, &sample()).unwrap();
        locked.create_list(&ce1, &sample()).unwrap();
        assert!(matches!(
            locked.rename_list(&cp, &ce1),
            Err(StoreError::ListExists { .. })
        ));
        locked.delete_list(&ce1).unwrap();
        locked.rename_list(&cp, &ce1).unwrap();
        assert_eq!(store.list_names().unwrap(), [ce1]);
    }
}
