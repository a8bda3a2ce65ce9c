//! Operations: one base class that does the work, and a small class for each call that names its parameters.

use std::hash::{DefaultHasher, Hash, Hasher};

use pyo3::{prelude::*, types::PyDict};
use serde_json::{Map, Value};
use soarwire::ffi::AnyOperation;

use crate::{
    answer,
    convert::{self, Given, json, put},
    errors::{guard, invalid, raise},
    response,
};

/// One vendor call with its parameters: what to send, and how to read the answer. Plain data: it compares, hashes,
/// pickles and prints; it knows nothing of keys, sockets or time.
#[pyclass(frozen, subclass, eq, module = "soarwire")]
#[derive(PartialEq)]
pub(crate) struct Operation(pub(crate) AnyOperation);

impl Operation {
    /// The operation that an argument must be.
    pub(crate) fn of<'a, 'py>(argument: &'a Bound<'py, PyAny>) -> PyResult<&'a Bound<'py, Operation>> {
        argument.cast().map_err(|_| invalid(argument.py(), "operation", "must be one such as d3.CloseIncidents(...)"))
    }

    fn value(&self) -> Value {
        let members = [
            ("operation".to_owned(), self.0.id().into()),
            ("params".to_owned(), Value::Object(self.0.to_params().into())),
        ];
        Value::Object(members.into_iter().collect())
    }

    fn from_value(py: Python<'_>, value: Value) -> PyResult<Bound<'_, PyAny>> {
        let Value::Object(mut members) = value else {
            return Err(invalid(py, "operation", "must be an object with an operation and its params"));
        };
        let (id, params) = (members.remove("operation"), members.remove("params"));
        let Some(Value::String(id)) = id else {
            return Err(invalid(py, "operation", "must be the id of an operation"));
        };
        let Some(Value::Object(params)) = params else { return Err(invalid(py, "params", "must be an object")) };
        object(py, made(py, &id, params)?)
    }
}

#[pymethods]
impl Operation {
    /// The id, the same in every language, such as `d3.close_incidents`.
    #[getter]
    fn id(&self) -> &'static str {
        self.0.id()
    }

    /// The vendor's name of the command or endpoint; D3 keys belong to one.
    #[getter]
    fn wire_name(&self) -> &str {
        self.0.wire_name()
    }

    /// `idempotent` when sending exactly this twice is the same as once, `appends` when it adds up (a conclusion, a note,
    /// a comment).
    #[getter]
    fn effect(&self) -> &'static str {
        self.0.effect().as_str()
    }

    /// The incidents that it names, each once, in the order given.
    #[getter]
    fn asked(&self) -> Vec<String> {
        self.0.asked().ids().to_vec()
    }

    /// Reads an answer to this call, from any HTTP client: what happened to each incident.
    ///
    /// `headers` is a mapping or pairs, of text or bytes; `body` is bytes, or text. Raises a `ServiceError` or a
    /// `DecodeError`; one that may have been carried out has a `report` in which every incident is unknown.
    #[pyo3(signature = (status, headers=None, body=None))]
    fn parse(
        &self,
        py: Python<'_>,
        status: &Bound<'_, PyAny>,
        headers: Option<&Bound<'_, PyAny>>,
        body: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let parsed = response::with(py, status, headers, body, |response| guard(|| self.0.parse(response)))??;
        let answer = parsed.map_err(|error| raise(py, &error, Some(self.0.id())))?;
        answer::object(py, answer).map(Bound::unbind)
    }

    /// `{"operation": id, "params": {...}}`, with the parameters that are set; `Operation.from_dict` takes it back.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::python(py, &self.value())
    }

    /// The same as JSON text.
    fn to_json(&self) -> String {
        self.value().to_string()
    }

    /// The operation that `to_dict` gave. Raises `InvalidRequest`.
    #[staticmethod]
    fn from_dict<'py>(data: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        Operation::from_value(data.py(), json(data)?)
    }

    /// The operation that `to_json` gave. Raises `InvalidRequest`.
    #[staticmethod]
    fn from_json<'py>(text: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = text.py();
        let value = text.extract::<&str>().ok().and_then(|text| serde_json::from_str(text).ok());
        Operation::from_value(py, value.ok_or_else(|| invalid(py, "operation", "must be JSON text"))?)
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.to_json().hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let mut params: Map<String, Value> = self.0.to_params().into();
        let (class, positional, named) = signature(&self.0);
        let mut arguments = Vec::new();
        for (index, name) in positional.iter().chain(named).enumerate() {
            if let Some(value) = params.remove(*name) {
                let value = convert::python(py, &value)?.repr()?.to_string();
                arguments.push(if index < positional.len() { value } else { format!("{name}={value}") });
            }
        }
        Ok(format!("{class}({})", arguments.join(", ")))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.py().get_type::<Operation>().getattr("from_json")?, (slf.get().to_json(),)))
    }

    fn __copy__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: Bound<'py, Self>, _memo: &Bound<'py, PyAny>) -> Bound<'py, Self> {
        slf
    }
}

fn made(py: Python<'_>, id: &str, params: Map<String, Value>) -> PyResult<AnyOperation> {
    guard(|| AnyOperation::from_params(id, params))?.map_err(|error| raise(py, &error, Some(id)))
}

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident, $repr:literal, $module:literal, $id:literal, $text:literal,
        [$($positional:ident),*], [$($named:ident),*], [$($optional:ident),*];)*) => {
        $(
            $(#[$doc])*
            #[pyclass(frozen, extends = Operation, module = $module)]
            pub(crate) struct $name;

            #[pymethods]
            impl $name {
                #[new]
                #[pyo3(signature = ($($positional,)* *, $($named,)* $($optional = Given::Unset),*), text_signature = $text)]
                #[allow(clippy::too_many_arguments)]
                fn new(
                    py: Python<'_>,
                    $($positional: Given<'_>,)* $($named: Given<'_>,)* $($optional: Given<'_>,)*
                ) -> PyResult<PyClassInitializer<Self>> {
                    let mut params = Map::new();
                    $(put(&mut params, stringify!($positional), $positional)?;)*
                    $(put(&mut params, stringify!($named), $named)?;)*
                    $(put(&mut params, stringify!($optional), $optional)?;)*
                    Ok(PyClassInitializer::from(Operation(made(py, $id, params)?)).add_subclass($name))
                }
            }
        )*

        /// Adds the classes.
        pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
            module.add_class::<Operation>()?;
            module.add_class::<Assignee>()?;
            $(module.add_class::<$name>()?;)*
            Ok(())
        }

        /// An operation as an object of its own class.
        fn object(py: Python<'_>, operation: AnyOperation) -> PyResult<Bound<'_, PyAny>> {
            let id = operation.id();
            let base = PyClassInitializer::from(Operation(operation));
            $(if id == $id {
                return Ok(Bound::new(py, base.add_subclass($name))?.into_any());
            })*
            Ok(Bound::new(py, base)?.into_any())
        }

        /// How the constructor is called: its name, the arguments given by position, and those given by name.
        fn signature(operation: &AnyOperation) -> (&'static str, &'static [&'static str], &'static [&'static str]) {
            $(if operation.id() == $id {
                return ($repr, &[$(stringify!($positional)),*], &[$(stringify!($named),)* $(stringify!($optional)),*]);
            })*
            ("Operation", &[], &[])
        }
    };
}

operations! {
    /// D3: makes `owner` the owner of the incidents. `acting_username` is the user who performs it, where a playbook runs
    /// it automatically.
    ///
    /// Numbers are text, matched exactly; one given twice is sent once. Raises `InvalidRequest`, naming the argument.
    UpdateOwner, "d3.UpdateOwner", "soarwire.d3", "d3.update_owner",
        "(incident_numbers, owner, *, acting_username=None)",
        [incident_numbers, owner], [], [acting_username];

    /// D3: closes incidents, even though required tasks are pending (`bypass_required_tasks`) or fields that are required
    /// on close are empty (`bypass_required_fields`). A `conclusion` is appended to each incident's own: such a call is
    /// never repeated once it may have been carried out.
    ///
    /// Numbers are text, matched exactly; one given twice is sent once. Raises `InvalidRequest`, naming the argument.
    CloseIncidents, "d3.CloseIncidents", "soarwire.d3", "d3.close_incidents",
        "(incident_numbers, *, bypass_required_tasks, bypass_required_fields=None, acting_username=None, conclusion=None)",
        [incident_numbers], [bypass_required_tasks], [bypass_required_fields, acting_username, conclusion];

    /// D3: links the incidents to existing cases.
    ///
    /// Numbers are text, matched exactly; one given twice is sent once. Raises `InvalidRequest`, naming the argument.
    LinkToCases, "d3.LinkToCases", "soarwire.d3", "d3.link_to_cases",
        "(incident_numbers, case_numbers, *, acting_username=None)",
        [incident_numbers, case_numbers], [], [acting_username];

    /// D3: closes the incident of the current playbook; the request names none, the report is about the one that the
    /// answer names. With a `note` it is never repeated once it may have been carried out. From outside a playbook use
    /// `CloseIncidents`. Raises `InvalidRequest`, naming the argument.
    CloseIncident, "d3.CloseIncident", "soarwire.d3", "d3.close_incident",
        "(*, note=None)",
        [], [], [note];

    /// Xpanse: changes one incident; what is not named stays as it is.
    ///
    /// `assignee` is an `Assignee` (or a dict with `mail` and `pretty_name`), `None` takes it away; `severity` is a word
    /// such as `high`, `None` takes away one that was set by hand. `status` and `resolve_comment` replace, a `comment` is
    /// added: such a call is never repeated once it may have been carried out. Raises `InvalidRequest`, naming the
    /// argument.
    UpdateIncident, "xpanse.UpdateIncident", "soarwire.xpanse", "xpanse.update_incident",
        "(incident_id, *, assignee=..., severity=..., status=None, resolve_comment=None, comment=None)",
        [incident_id], [], [assignee, severity, status, resolve_comment, comment];
}

/// The person an Xpanse incident is assigned to, by the mail address of a user of the tenant, with or without the full
/// name. Raises `InvalidRequest`.
#[pyclass(frozen, eq, hash, module = "soarwire.xpanse")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Assignee {
    /// The mail address.
    #[pyo3(get)]
    mail: String,
    /// The full name, if given.
    #[pyo3(get)]
    pretty_name: Option<String>,
}

impl Assignee {
    /// As the parameter `assignee`.
    pub(crate) fn to_value(&self) -> Value {
        let mut members = Map::new();
        members.insert("mail".to_owned(), self.mail.as_str().into());
        if let Some(name) = &self.pretty_name {
            members.insert("pretty_name".to_owned(), name.as_str().into());
        }
        Value::Object(members)
    }
}

#[pymethods]
impl Assignee {
    #[new]
    #[pyo3(signature = (mail, pretty_name=None))]
    fn new(mail: &Bound<'_, PyAny>, pretty_name: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let py = mail.py();
        let given = PyDict::new(py);
        given.set_item("mail", mail)?;
        given.set_item("pretty_name", pretty_name)?;
        // The core checks an assignee as a part of the update that it is for.
        let mut params = Map::from_iter([("incident_id".to_owned(), Value::from("any"))]);
        params.insert("assignee".to_owned(), json(&given)?);
        made(py, "xpanse.update_incident", params)?;
        Ok(Assignee { mail: mail.extract()?, pretty_name: pretty_name.map(|name| name.extract()).transpose()? })
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let mail = self.mail.as_str().into_pyobject(py)?.repr()?;
        Ok(match &self.pretty_name {
            Some(name) => format!("xpanse.Assignee({mail}, {})", name.into_pyobject(py)?.repr()?),
            None => format!("xpanse.Assignee({mail})"),
        })
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, (String, Option<String>)) {
        let assignee = slf.get();
        (slf.get_type().into_any(), (assignee.mail.clone(), assignee.pretty_name.clone()))
    }
}
