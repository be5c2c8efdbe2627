//! Files written whole, folders and files for one person only, and locks.
//!
//! A kill, a power loss or a full disk leaves the old file or the new one.

use std::{
    fs::{
        self, DirBuilder, File, OpenOptions,
        TryLockError::{self, WouldBlock},
    },
    io::{self, Read, Seek as _, Write},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use serde::{
    Serialize,
    de::{DeserializeOwned, Deserializer as _, Error as _, MapAccess, Visitor},
};
use serde_json::{Map, Value, ser::Formatter};
use tempfile::{NamedTempFile, TempDir};

use super::{
    FORMAT,
    error::{Action, StoreError},
};
use crate::text;

/// Begins the name of a file that is being written; `doctor` knows what to do with one left behind.
pub const TEMPORARY_PREFIX: &str = ".carnet-";

/// Tells whether a file is being written, or was left behind by who wrote it.
pub fn is_temporary(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().starts_with(TEMPORARY_PREFIX)
}

/// How long whoever asks whether a lock is held may keep others from taking it,
/// on a computer that is busy.
const GLANCE: Duration = Duration::from_secs(1);

/// Creates a folder and the ones above it, for this user only (0700); a power loss
/// leaves them there.
pub fn create_folder(path: &Path) -> Result<(), StoreError> {
    if path.is_dir() {
        return Ok(());
    }
    let parent = folder_of(path);
    create_folder(parent)?;
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        // Another process was faster.
        Err(error) if !(error.kind() == io::ErrorKind::AlreadyExists && path.is_dir()) => {
            Err(error)
        }
        _ => sync_folder(parent),
    }
    .map_err(StoreError::io(Action::Write, path))
}

/// Creates a folder in which something is made ready, for this user only (0700).
///
/// Removed with what it holds when dropped.
pub fn temporary_folder(parent: &Path) -> io::Result<TempDir> {
    let folder = tempfile::Builder::new()
        .prefix(TEMPORARY_PREFIX)
        .tempdir_in(parent)?;
    restrict(folder.path())?;
    Ok(folder)
}

fn restrict(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    let _ = folder;
    Ok(())
}

/// Returns options that create files for this user only (0600).
pub fn private_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Opens or creates a lock file.
pub fn open_lock(path: &Path) -> Result<File, StoreError> {
    private_options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(path)
        .map_err(StoreError::io(Action::Lock, path))
}

/// Tells whether another process holds a lock; asking keeps nobody from taking it.
pub fn is_locked(path: &Path) -> bool {
    File::open(path).is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(WouldBlock)))
}

/// Takes the lock on an open file, unless another process has it.
pub fn try_lock(file: &File, path: &Path) -> Result<bool, StoreError> {
    let began = Instant::now();
    let taken = || loop {
        match file.try_lock() {
            Err(WouldBlock) if began.elapsed() < GLANCE => file.try_lock_shared()?,
            other => return other,
        }
        // Somebody asks whether it is locked, and has it for an instant.
        file.unlock().map_err(TryLockError::Error)?;
        std::thread::yield_now();
    };
    match taken() {
        Ok(()) => Ok(true),
        Err(WouldBlock) => Ok(false),
        Err(TryLockError::Error(source)) => Err(StoreError::io(Action::Lock, path)(source)),
    }
}

/// Writes a file whole: temporary file beside it, sync, rename, sync of the folder.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    stage(path, bytes)?.put_in_place()?;
    sync_folder(folder_of(path)).map_err(StoreError::io(Action::Write, path))
}

/// A file that is written under another name than its own.
///
/// Dropped before it is put in place, it leaves nothing behind.
#[derive(Debug)]
pub struct Staged {
    file: NamedTempFile,
    path: PathBuf,
}

/// Writes a file beside the place that it will take, and syncs it.
pub fn stage(path: &Path, bytes: &[u8]) -> Result<Staged, StoreError> {
    create_folder(folder_of(path))?;
    let mut staged = Staged::begin(path)?;
    staged
        .write_all(bytes)
        .and_then(|()| staged.sync())
        .map_err(StoreError::io(Action::Write, path))?;
    Ok(staged)
}

impl Staged {
    /// Begins an empty file beside the place that it will take.
    pub fn begin(path: &Path) -> Result<Self, StoreError> {
        // Created with mode 0600.
        let file = tempfile::Builder::new()
            .prefix(TEMPORARY_PREFIX)
            .tempfile_in(folder_of(path))
            .map_err(StoreError::io(Action::Write, path))?;
        Ok(Self {
            file,
            path: path.to_owned(),
        })
    }

    /// Returns once what was written is on the disk itself.
    pub fn sync(&self) -> io::Result<()> {
        self.file.as_file().sync_all()
    }

    /// Returns how many bytes were written.
    pub fn size(&self) -> Result<u64, StoreError> {
        let metadata = self.file.as_file().metadata();
        let metadata = metadata.map_err(StoreError::io(Action::Read, &self.path))?;
        Ok(metadata.len())
    }

    /// Replaces the file of that name; the folder remains to be synced.
    pub fn put_in_place(self) -> Result<(), StoreError> {
        match self.file.persist(&self.path) {
            Ok(_) => Ok(()),
            Err(error) => Err(StoreError::io(Action::Write, self.path)(error.error)),
        }
    }

    /// Gives up the place, and returns what was written, to be read from its beginning.
    pub fn into_file(self) -> io::Result<File> {
        let mut file = self.file.into_file();
        file.rewind()?;
        Ok(file)
    }
}

impl Write for Staged {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."))
}

/// Returns once what is in a file is on the disk itself, whoever wrote it; fails if
/// there is none.
pub fn sync_file(path: &Path) -> Result<(), StoreError> {
    // Not for reading: Windows would not let it be synced.
    let file = private_options().write(true).open(path);
    file.and_then(|file| file.sync_data())
        .map_err(StoreError::io(Action::Write, path))
}

/// Makes renames and removals in a folder survive a power loss.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    // Only Unix opens a folder as a file.
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

/// Returns once everything written before is on the disk itself: for many files
/// at once, which only Unix can do.
pub fn sync_everything() {
    #[cfg(unix)]
    rustix::fs::sync();
}

/// Reads a file; none at all is `None`.
pub fn read_optional(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::io(Action::Read, path)(error)),
    }
}

/// Reads a JSON file of the store, unless a later version wrote it; none at all is `None`.
pub fn read_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, StoreError> {
    let Some(bytes) = read_optional(path)? else {
        return Ok(None);
    };
    let leading = leading_fields(bytes.as_slice(), |fields, _| fields.contains_key("format"))
        .map_err(corrupt(path))?;
    check_format(path, &leading)?;
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(corrupt(path))
}

/// Writes a JSON file of the store, `"format"` first.
pub fn write_json(path: &Path, value: &impl Serialize) -> Result<(), StoreError> {
    write_whole(path, &to_json(value))
}

/// Serialises a value with one line per field, and per element of its arrays.
pub fn to_json(value: &impl Serialize) -> Vec<u8> {
    #[derive(Serialize)]
    struct Versioned<'a, T> {
        format: u32,
        #[serde(flatten)]
        value: &'a T,
    }
    let mut bytes = Vec::new();
    let mut serializer =
        serde_json::Serializer::with_formatter(&mut bytes, LineFormatter { depth: 0 });
    Versioned {
        format: FORMAT,
        value,
    }
    .serialize(&mut serializer)
    .expect("keys are strings, and memory can be written to");
    bytes.push(b'\n');
    bytes
}

/// Returns a function for `map_err` that says which file is corrupt, and where.
pub fn corrupt(path: &Path) -> impl FnOnce(serde_json::Error) -> StoreError {
    let path = path.to_owned();
    move |error| {
        let (line, column) = (error.line().to_string(), error.column().to_string());
        let words = error.to_string();
        // serde_json tells its errors apart in English alone; this one a person makes who edits the settings.
        let unknown = words
            .strip_prefix("unknown field `")
            .and_then(|rest| rest.split('`').next());
        let reason = match unknown {
            _ if error.is_eof() => text!("corrupt-cut"),
            Some(name) => text!("corrupt-unknown", name = name, line = line, column = column),
            // What is read a second time, as a value, has no place any more.
            None if error.line() == 0 => text!("corrupt-content"),
            None => text!("corrupt-at", line = line, column = column),
        };
        StoreError::Corrupt { path, reason }
    }
}

/// Refuses a file that a later version wrote.
pub fn check_format(path: &Path, leading: &Map<String, Value>) -> Result<(), StoreError> {
    match leading.get("format").and_then(Value::as_u64) {
        Some(format) if format > u64::from(FORMAT) => Err(StoreError::TooNew {
            path: path.to_owned(),
            format,
        }),
        Some(_) => Ok(()),
        None => Err(StoreError::Corrupt {
            path: path.to_owned(),
            reason: text!("corrupt-no-format"),
        }),
    }
}

/// Reads the fields of a JSON object until `stop`, which is shown the fields
/// read and the next key, says so; nothing after that key is looked at.
pub fn leading_fields(
    input: impl Read,
    stop: impl Fn(&Map<String, Value>, &str) -> bool,
) -> Result<Map<String, Value>, serde_json::Error> {
    struct Leading<'a, F> {
        fields: &'a mut Map<String, Value>,
        stop: F,
        stopped: &'a mut bool,
    }
    impl<'de, F: Fn(&Map<String, Value>, &str) -> bool> Visitor<'de> for Leading<'_, F> {
        type Value = ();

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
            while let Some(key) = map.next_key::<String>()? {
                if (self.stop)(self.fields, &key) {
                    // An error is the only way out of a visitor before the end.
                    *self.stopped = true;
                    return Err(A::Error::custom("stopped"));
                }
                self.fields.insert(key, map.next_value()?);
            }
            Ok(())
        }
    }
    let mut fields = Map::new();
    let mut stopped = false;
    let mut deserializer = serde_json::Deserializer::from_reader(input);
    let result = deserializer.deserialize_map(Leading {
        fields: &mut fields,
        stop,
        stopped: &mut stopped,
    });
    match result {
        Err(error) if !stopped => Err(error),
        _ => Ok(fields),
    }
}

/// Lays JSON out so that a line holds one subscriber, and `diff` and `grep` serve.
struct LineFormatter {
    depth: usize,
}

impl LineFormatter {
    fn separate<W: ?Sized + Write>(
        &self,
        writer: &mut W,
        first: bool,
        limit: usize,
    ) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        if self.depth <= limit {
            writer.write_all(b"\n")
        } else {
            Ok(())
        }
    }
}

impl Formatter for LineFormatter {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        writer.write_all(b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        writer.write_all(b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.separate(writer, first, 2)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        writer.write_all(b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        writer.write_all(b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.separate(writer, first, 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_for_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lists").join("a.json");
        write_whole(&path, b"one").unwrap();
        write_whole(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(
                fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
            assert_eq!(
                fs::metadata(path.parent().unwrap())
                    .unwrap()
                    .permissions()
                    .mode()
                    & 0o777,
                0o700
            );
        }
    }

    #[test]
    fn a_staged_file_changes_nothing_until_it_is_put_in_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        write_whole(&path, b"old").unwrap();
        let names = || fs::read_dir(folder.path()).unwrap().count();
        drop(stage(&path, b"dropped").unwrap());
        assert_eq!(
            (fs::read(&path).unwrap().as_slice(), names()),
            (&b"old"[..], 1)
        );
        let staged = stage(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        staged.put_in_place().unwrap();
        assert_eq!(
            (fs::read(&path).unwrap().as_slice(), names()),
            (&b"new"[..], 1)
        );
    }

    #[test]
    fn json_has_a_line_per_field_and_per_element() {
        #[derive(Serialize)]
        struct Sample {
            name: &'static str,
            rows: Vec<Map<String, Value>>,
        }
        let row: Map<String, Value> = serde_json::from_str(r#"{"a":[1,2],"b":{"c":3}}"#).unwrap();
        let json = to_json(&Sample {
            name: "x",
            rows: vec![row.clone(), row],
        });
        let text = String::from_utf8(json).unwrap();
        assert_eq!(
            text,
            "{\n\"format\":1,\n\"name\":\"x\",\n\"rows\":[\n{\"a\":[1,2],\"b\":{\"c\":3}},\n{\"a\":[1,2],\"b\":{\"c\":3}}]}\n"
        );
    }

    #[test]
    fn a_newer_file_is_refused_whatever_follows_its_format() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.json");
        fs::write(&path, r#"{"format": 99, "surprise": <"#).unwrap();
        assert!(matches!(
            read_json::<Map<String, Value>>(&path),
            Err(StoreError::TooNew { format: 99, .. })
        ));
        fs::write(&path, r#"{"format": 1, "cut"#).unwrap();
        assert!(matches!(
            read_json::<Map<String, Value>>(&path),
            Err(StoreError::Corrupt { .. })
        ));
        fs::write(&path, "[]").unwrap();
        assert!(matches!(
            read_json::<Map<String, Value>>(&path),
            Err(StoreError::Corrupt { .. })
        ));
    }
}
