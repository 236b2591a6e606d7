-- From version 2 to 3: how hosts are paced, and what went wrong with them last.
ALTER TABLE host ADD COLUMN pause INTEGER;
ALTER TABLE host ADD COLUMN last_error TEXT;
