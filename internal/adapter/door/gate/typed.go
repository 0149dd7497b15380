package gate

import (
	"errors"
	"net/http"
	"net/url"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
)

// Day reads a day as people type it; the sentence is empty when it could be read.
func (r *Request) Day(typed string) (law.Day, string) {
	d, err := law.ReadDay(typed)
	if err == nil {
		return d.Day, ""
	}
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Code != "" {
		return law.Day{}, r.Why(fault.Field{Code: e.Code, Args: e.Args})
	}
	return law.Day{}, r.Why(fault.Field{Code: "fault.day.form", Args: fault.Args{"text": typed}})
}

// Typed are the fields of a form that was posted; of one that is shown for the first time, its key alone.
func (r *Request) Typed() (url.Values, error) {
	if r.Method == http.MethodPost {
		return r.Fields()
	}
	key, err := r.NewKey()
	return url.Values{"key": {key}}, err
}
