//! Incidents and alerts with their documented fields as attributes.
//!
//! The fields are declared in the core: each becomes a descriptor on its class when the module is made.

use pyo3::{
    IntoPyObjectExt, PyTypeInfo,
    exceptions::{PyAttributeError, PyTypeError},
    intern,
    prelude::*,
    types::{PyDict, PyList, PyMapping, PyString, PyType},
};
use soarwire::{
    catalogue::TYPES,
    ffi::{self, Field, FieldValue, Shape, TypedList},
};

use crate::{
    errors::{guard, raise},
    json,
    page::Page,
    param, time,
};

/// An incident or alert of a vendor, with its documented fields as attributes. A field is `None` when the vendor's value is
/// missing, null or of another type; `item` is the vendor's own object, unknown members included.
#[pyclass(frozen, subclass, module = "soarwire")]
pub(crate) struct TypedItem(ffi::TypedItem);

#[pymethods]
impl TypedItem {
    /// The objects of this class that a page lists, in the order of the answer; an empty list when it lists others.
    #[classmethod]
    fn of<'py>(class: &Bound<'py, PyType>, page: &Page) -> PyResult<Bound<'py, PyList>> {
        let py = class.py();
        for kind in kinds(py) {
            if class.is(&kind.class) {
                return kind.list(py, page);
            }
        }
        Err(PyTypeError::new_err("is a method of xpanse.Incident, xpanse.Alert and d3.Incident"))
    }

    /// The vendor's own object as a dict, unknown members included.
    #[getter]
    fn item<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        json::object(py, self.0.json())
    }

    /// The fields by name.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for field in self.0.shape().fields {
            dict.set_item(field.name, python(py, self.0.value(field))?)?;
        }
        Ok(dict)
    }

    /// The vendor's own object as JSON text, without white space. The class makes an equal object of it.
    fn to_json(&self) -> String {
        self.0.compact()
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        let Ok(other) = other.cast::<TypedItem>() else { return Ok(false) };
        let (one, other) = (&self.0, &other.get().0);
        if !std::ptr::eq(one.shape(), other.shape()) {
            return Ok(false);
        }
        Ok(one.json() == other.json() || json::object(py, one.json())?.eq(json::object(py, other.json())?)?)
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        // Of texts alone, since 1 equals 1.0, and in any order: equal dicts have the same.
        let mut hash = 0;
        for (key, value) in json::object(py, self.0.json())? {
            if value.is_instance_of::<PyString>() {
                hash ^= (key, value).into_pyobject(py)?.hash()?;
            }
        }
        Ok(hash)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shape = self.0.shape();
        let mut out = format!("<{}.{}", shape.vendor, shape.name);
        for field in shape.headline() {
            let value = self.0.value(field);
            let text = match value {
                FieldValue::Absent => continue,
                FieldValue::Time(_) => python(py, value)?.str()?,
                value => python(py, value)?.repr()?,
            };
            out.push_str(&format!(" {}={text}", field.name));
        }
        Ok(out + ">")
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyType>, (String,)) {
        (slf.get_type(), (slf.get().0.json().to_owned(),))
    }

    fn __copy__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: Bound<'py, Self>, _memo: &Bound<'py, PyAny>) -> Bound<'py, Self> {
        slf
    }
}

/// The core's object of a dict, or of JSON text.
fn given(shape: &'static Shape, item: &Bound<'_, PyAny>) -> PyResult<TypedItem> {
    let py = item.py();
    let json = match item.cast::<PyString>() {
        Ok(text) => text.to_cow()?.into_owned(),
        Err(_) => {
            let mapping =
                item.cast::<PyMapping>().map_err(|_| PyTypeError::new_err("item must be a dict, or JSON text"))?;
            param::params(mapping)?.to_json()
        }
    };
    guard(|| ffi::TypedItem::from_json(shape, &json))?.map(TypedItem).map_err(|error| raise(py, &error, None))
}

/// Declares a class for one of the core's types.
macro_rules! class {
    ($name:ident, $python:literal, $module:literal, $shape:expr) => {
        #[pyclass(frozen, extends = TypedItem, name = $python, module = $module)]
        pub(crate) struct $name;

        impl $name {
            const SHAPE: &'static Shape = $shape;

            fn made(py: Python<'_>, item: ffi::TypedItem) -> PyResult<Bound<'_, PyAny>> {
                let made = PyClassInitializer::from(TypedItem(item)).add_subclass($name);
                Ok(Bound::new(py, made)?.into_any())
            }
        }

        #[pymethods]
        impl $name {
            #[new]
            fn new(item: &Bound<'_, PyAny>) -> PyResult<PyClassInitializer<Self>> {
                Ok(PyClassInitializer::from(given(Self::SHAPE, item)?).add_subclass($name))
            }
        }
    };
}

class!(XpanseIncident, "Incident", "soarwire.xpanse", ffi::SHAPES[0]);
class!(XpanseAlert, "Alert", "soarwire.xpanse", ffi::SHAPES[1]);
class!(D3Incident, "Incident", "soarwire.d3", ffi::SHAPES[2]);

/// A type of the core and its class.
struct Kind<'py> {
    shape: &'static Shape,
    class: Bound<'py, PyType>,
    make: fn(Python<'_>, ffi::TypedItem) -> PyResult<Bound<'_, PyAny>>,
}

fn kinds(py: Python<'_>) -> [Kind<'_>; 3] {
    [
        Kind { shape: XpanseIncident::SHAPE, class: XpanseIncident::type_object(py), make: XpanseIncident::made },
        Kind { shape: XpanseAlert::SHAPE, class: XpanseAlert::type_object(py), make: XpanseAlert::made },
        Kind { shape: D3Incident::SHAPE, class: D3Incident::type_object(py), make: D3Incident::made },
    ]
}

impl Kind<'_> {
    fn list<'py>(&self, py: Python<'py>, page: &Page) -> PyResult<Bound<'py, PyList>> {
        match TypedList::of(self.shape, &page.0) {
            Some(list) => {
                let items = list.items().map(|item| (self.make)(py, item));
                PyList::new(py, items.collect::<PyResult<Vec<_>>>()?)
            }
            None => Ok(PyList::empty(py)),
        }
    }
}

/// The objects of the first class with this name that a page lists.
pub(crate) fn listed<'py>(py: Python<'py>, page: &Page, name: &str) -> PyResult<Bound<'py, PyList>> {
    let lists = |kind: &Kind<'_>| kind.shape.name == name && kind.shape.operations.contains(&page.0.operation());
    kinds(py).iter().find(|kind| lists(kind)).map_or_else(|| Ok(PyList::empty(py)), |kind| kind.list(py, page))
}

/// A value as the language has it.
fn python<'py>(py: Python<'py>, value: FieldValue<'_>) -> PyResult<Bound<'py, PyAny>> {
    match value {
        FieldValue::Text(text) => Ok(PyString::new(py, &text).into_any()),
        FieldValue::Integer(number) => number.into_bound_py_any(py),
        FieldValue::Flag(flag) => flag.into_bound_py_any(py),
        FieldValue::Time(ms) => time::of_ms(py, ms),
        FieldValue::Texts(texts) => Ok(PyList::new(py, texts.iter().map(|text| PyString::new(py, text)))?.into_any()),
        FieldValue::Integers(numbers) => Ok(PyList::new(py, numbers)?.into_any()),
        FieldValue::Times(times) => {
            let times = times.into_iter().map(|ms| time::of_ms(py, ms));
            Ok(PyList::new(py, times.collect::<PyResult<Vec<_>>>()?)?.into_any())
        }
        FieldValue::Json(text) => json::value(py, text),
        _ => Ok(py.None().into_bound(py)),
    }
}

/// A field of a class.
// With a dict, for a docstring of its own.
#[pyclass(frozen, dict, module = "soarwire._soarwire")]
pub(crate) struct FieldOf {
    field: &'static Field,
    shape: &'static Shape,
}

#[pymethods]
impl FieldOf {
    fn __get__<'py>(
        slf: &Bound<'py, Self>,
        object: Option<&Bound<'py, PyAny>>,
        _class: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let Some(object) = object else { return Ok(slf.clone().into_any()) };
        let this = slf.get();
        let item = &object.cast::<TypedItem>()?.get().0;
        python(slf.py(), item.value(this.field))
    }

    fn __set__(&self, _object: &Bound<'_, PyAny>, _value: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(PyAttributeError::new_err(format!("{} cannot be set: the vendor's data is read-only", self.field.name)))
    }

    #[getter]
    fn __name__(&self) -> &'static str {
        self.field.name
    }

    fn __repr__(&self) -> String {
        format!("<field {} of {}.{}>", self.field.name, self.shape.vendor, self.shape.name)
    }
}

/// A doc comment of the core without its examples, its lines as they are there.
fn doc(text: &str) -> String {
    let text = text.split("# Examples").next().unwrap_or_default();
    text.lines().map(str::trim).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Adds the classes, and their fields to them.
pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    module.add_class::<TypedItem>()?;
    let kinds = kinds(py);
    for (kind, name) in kinds.iter().zip(["XpanseIncident", "XpanseAlert", "D3Incident"]) {
        let Kind { shape, class, .. } = kind;
        for info in TYPES.iter().filter(|info| std::ptr::eq(info.shape, *shape)) {
            class.setattr(intern!(py, "__doc__"), format!("{}\n\nVendor page: {}.", doc(info.doc), info.page))?;
            for (field, text) in shape.fields.iter().zip(info.docs) {
                let descriptor = Bound::new(py, FieldOf { field, shape })?;
                descriptor.setattr(intern!(py, "__doc__"), doc(text))?;
                class.setattr(field.name, descriptor)?;
            }
        }
        module.add(name, class)?;
    }
    Ok(())
}
