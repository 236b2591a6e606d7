//! Arrays from rows: each column is what one closure takes from every row.
//!
//! A row is `None` where the object it would be a part of is absent; all that is in it is then absent too.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, LargeStringArray, ListArray, StructArray,
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, Field, FieldRef};

/// The columns of a table, or of an object in one.
#[derive(Default)]
pub struct Columns {
    fields: Vec<FieldRef>,
    arrays: Vec<ArrayRef>,
}

/// Takes the columns of one type's objects.
pub type Take<T> = fn(&mut Columns, &[Option<&T>]) -> Result<(), ArrowError>;

impl Columns {
    fn add(&mut self, name: &str, array: ArrayRef) {
        self.fields.push(Arc::new(Field::new(name, array.data_type().clone(), true)));
        self.arrays.push(array);
    }

    /// Text.
    pub fn text<'a, T>(
        &mut self,
        name: &str,
        rows: &[Option<&'a T>],
        get: impl Fn(&'a T) -> Option<&'a str>,
    ) {
        let array: LargeStringArray = rows.iter().map(|row| row.and_then(&get)).collect();
        self.add(name, Arc::new(array));
    }

    /// Text that has to be made: times, and the words of enumerations.
    pub fn written<T>(&mut self, name: &str, rows: &[Option<&T>], get: impl Fn(&T) -> Option<String>) {
        let array: LargeStringArray = rows.iter().map(|row| row.and_then(&get)).collect();
        self.add(name, Arc::new(array));
    }

    /// A whole number.
    pub fn whole<T>(&mut self, name: &str, rows: &[Option<&T>], get: impl Fn(&T) -> Option<usize>) {
        let number = |row: Option<&T>| row.and_then(&get).and_then(|number| i64::try_from(number).ok());
        let array: Int64Array = rows.iter().copied().map(number).collect();
        self.add(name, Arc::new(array));
    }

    /// A whole number that may be negative.
    pub fn whole_or_less<T>(&mut self, name: &str, rows: &[Option<&T>], get: impl Fn(&T) -> Option<i64>) {
        let array: Int64Array = rows.iter().copied().map(|row| row.and_then(&get)).collect();
        self.add(name, Arc::new(array));
    }

    /// A number from 0 to 1.
    pub fn share<T>(&mut self, name: &str, rows: &[Option<&T>], get: impl Fn(&T) -> Option<f64>) {
        let array: Float64Array = rows.iter().map(|row| row.and_then(&get)).collect();
        self.add(name, Arc::new(array));
    }

    /// Yes or no.
    pub fn flag<T>(&mut self, name: &str, rows: &[Option<&T>], get: impl Fn(&T) -> Option<bool>) {
        let array: BooleanArray = rows.iter().map(|row| row.and_then(&get)).collect();
        self.add(name, Arc::new(array));
    }

    /// A list of texts.
    pub fn texts<'a, T>(
        &mut self,
        name: &str,
        rows: &[Option<&'a T>],
        get: impl Fn(&'a T) -> &'a [String],
    ) -> Result<(), ArrowError> {
        let lists: Vec<&[String]> = rows.iter().map(|row| row.map(&get).unwrap_or_default()).collect();
        let texts: LargeStringArray = lists.iter().copied().flatten().map(Some).collect();
        self.lists(name, &lists, Arc::new(texts))
    }

    /// A list of whole numbers.
    pub fn wholes<'a, T>(
        &mut self,
        name: &str,
        rows: &[Option<&'a T>],
        get: impl Fn(&'a T) -> &'a [usize],
    ) -> Result<(), ArrowError> {
        let lists: Vec<&[usize]> = rows.iter().map(|row| row.map(&get).unwrap_or_default()).collect();
        let numbers: Int64Array =
            lists.iter().copied().flatten().map(|number| i64::try_from(*number).ok()).collect();
        self.lists(name, &lists, Arc::new(numbers))
    }

    /// A list of objects.
    pub fn objects<'a, T, U: 'a>(
        &mut self,
        name: &str,
        rows: &[Option<&'a T>],
        get: impl Fn(&'a T) -> &'a [U],
        take: Take<U>,
    ) -> Result<(), ArrowError> {
        let lists: Vec<&[U]> = rows.iter().map(|row| row.map(&get).unwrap_or_default()).collect();
        let items: Vec<Option<&U>> = lists.iter().copied().flatten().map(Some).collect();
        let objects = Self::of(&items, take)?.into_objects(&items)?;
        self.lists(name, &lists, Arc::new(objects))
    }

    /// An object that may be absent.
    pub fn object<'a, T, U: 'a>(
        &mut self,
        name: &str,
        rows: &[Option<&'a T>],
        get: impl Fn(&'a T) -> Option<&'a U>,
        take: Take<U>,
    ) -> Result<(), ArrowError> {
        let rows: Vec<Option<&U>> = rows.iter().map(|row| row.and_then(&get)).collect();
        let objects = Self::of(&rows, take)?.into_objects(&rows)?;
        self.add(name, Arc::new(objects));
        Ok(())
    }

    fn lists<U>(&mut self, name: &str, lists: &[&[U]], items: ArrayRef) -> Result<(), ArrowError> {
        let ends = OffsetBuffer::from_lengths(lists.iter().map(|list| list.len()));
        let field = Field::new("item", items.data_type().clone(), true);
        self.add(name, Arc::new(ListArray::try_new(Arc::new(field), ends, items, None)?));
        Ok(())
    }

    /// The columns of these rows.
    pub fn of<T>(rows: &[Option<&T>], take: Take<T>) -> Result<Self, ArrowError> {
        let mut columns = Self::default();
        take(&mut columns, rows)?;
        Ok(columns)
    }

    /// The columns as objects, absent where the row is.
    pub fn into_objects<T>(self, rows: &[Option<&T>]) -> Result<StructArray, ArrowError> {
        let present: NullBuffer = rows.iter().map(Option::is_some).collect();
        let nulls = (present.null_count() > 0).then_some(present);
        StructArray::try_new(self.fields.into(), self.arrays, nulls)
    }
}
