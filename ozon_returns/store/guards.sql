-- History is append-only. These triggers are recreated whenever the store is migrated to a new revision.

DROP TRIGGER IF EXISTS event_is_not_changed;
CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'history is never changed');
END;
DROP TRIGGER IF EXISTS event_is_not_removed;
CREATE TRIGGER event_is_not_removed BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'history is never removed');
END;
