package gate

// Call is what the porch makes of the beginning of a request.
type Call struct {
	Method, Path, Lang string
	HTMX               bool
	Size               int
}

// CallOf is callOf.
func CallOf(b []byte) (Call, bool) {
	c, ok := callOf(b)
	return Call{c.method, c.path, string(c.lang), c.htmx, c.size}, ok
}
