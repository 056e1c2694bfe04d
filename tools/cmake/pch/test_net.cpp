// The precompiled header needs one unit to belong to.
