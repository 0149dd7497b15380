-- Which saved views stand as tiles on 本日の対応, for whom, and in which order.
-- +goose Up

-- A pin is somebody's own (person, and no unit) or that of a unit (unit, and no person). state: on, or off: taken down, so that it can be put back at its
-- place. It gives sight of nothing: the view that it names is under proof, and is asked for again whenever it is shown.
CREATE TABLE view_pin (
    org    TEXT NOT NULL,
    unit   TEXT NOT NULL,
    person TEXT NOT NULL,
    view   TEXT NOT NULL,
    place  {int} NOT NULL,
    state  TEXT NOT NULL,
    at     {int} NOT NULL,
    PRIMARY KEY (org, unit, person, view)
) {bare};
