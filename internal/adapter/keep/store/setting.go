package store

// Setting returns a setting of the database, "" when it is not set.
func (t *Tx) Setting(name string) (value string, err error) {
	err = t.q.Each(`SELECT value FROM setting WHERE name = $1`, []any{name}, func(scan func(...any) error) error { return scan(&value) })
	return value, err
}

// SetSetting changes a setting: "world" says what the database is for (demo, exercise, real).
func (t *Tx) SetSetting(name, value string) error {
	_, err := t.q.Exec(`INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	return err
}
