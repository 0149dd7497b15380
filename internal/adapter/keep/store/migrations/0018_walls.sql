-- Walls: what the second wall asks costs less (0018_walls.postgres.sql); whether an office has opened a record is found
-- without walking every look at it.
-- +goose Up

DROP INDEX look_object_idx;
CREATE INDEX look_object_idx ON look (object, purpose, unit, at);
