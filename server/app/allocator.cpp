// jemalloc looks for this symbol. Two arenas: the thread that serves, and all others together; more would only hold
// memory back on a small host.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "narenas:2,dirty_decay_ms:2000,muzzy_decay_ms:0";
}
