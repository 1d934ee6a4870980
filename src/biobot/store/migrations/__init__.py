"""The steps from an empty database to the tables of this version; run by the store itself when it opens."""
