"""tools/split_wasm.py decides what of the dashboard's program the first paint must wait for."""

import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
import linked_objects  # noqa: E402
import split_wasm  # noqa: E402
import wasm_data  # noqa: E402

# main draws a page; later makes another one, which shares its button. Both are served by a library.
SYMBOLS = """\
main.o: main T 1 0
main.o: draw U
later.a[later.o]: later_arrived T 1 0
later.a[later.o]: make_keys U
app.a[app.o]: draw T 1 0
app.a[app.o]: button U
app.a[app.o]: shared_by_all W 9 0
app.a[keys.o]: make_keys T 1 0
app.a[keys.o]: keys t 9 0
app.a[keys.o]: shared_by_all W 9 0
app.a[keys.o]: of_library W 9 0
app.a[keys.o]: words D 4 0
app.a[keys.o]: common_words W 4 0
app.a[keys.o]: .L.str d 5 0
app.a[keys.o]: button U
app.a[button.o]: button T 1 0
app.a[button.o]: common_words W 4 0
/lib/c++.a[string.o]: of_library W 9 0
"""
MAP = """\
    Addr      Off     Size Out     In      Symbol
       -       8f      2e0 CODE
       -       91       1e         main.o:(main)
       -       91       1e                 main
       -       a1       1e         app.a(keys.o):(make_keys)
       -       b1       1e         app.a(keys.o):(keys)
     400      4a0       50 .rodata
     400      4a0        8         main.o:(.rodata..L.str)
     408      4a8        5         app.a(keys.o):(.rodata..L.str)
     410      4b0       10         app.a(keys.o):(.rodata.words)
     420      4c0       10         app.a(keys.o):(.rodata.common_words)
     430      4d0       10         app.a(keys.o):(.data.count)
"""
LATER_OBJECT = "later.a(later.o)"

PROGRAM = """\
(module
 (import "a" "b" (func $log (param i32)))
 (export "c" (func $main))
 (export "d" (func $later_arrived))
 (elem (i32.const 1) $shown $keys $merged $merged)
 (func $main
  (call $draw)
 )
 (func $draw
  (if
   (local.get $0)
   (call $button
    (i32.const 1)
   )
  )
  (call $log
   (i32.const 2)
  )
 )
 (func $button
  (nop)
 )
 (func $shown
  (call $text_of)
 )
 (func $text_of
  (nop)
 )
 (func $merged
  (nop)
 )
 (func $later_arrived
  (call $make_keys)
 )
 (func $make_keys
  (call $button)
 )
 (func $keys
  (return_call $field)
 )
 (func $field
  (nop)
 )
)
"""
LATER = {"keys", "merged", "later_arrived"}


class LinkedObjects(unittest.TestCase):
    def parts(self, symbols=SYMBOLS, placed=MAP):
        objects = linked_objects.read_symbols(symbols)
        return linked_objects.Parts(objects, linked_objects.read_map(placed), LATER_OBJECT, {"/lib/c++.a(string.o)"})

    def left(self, kept=(), **texts):
        return [(one.name, one.address, one.size) for one in self.parts(**texts).constants(set(kept))]

    def test_a_function_is_the_later_part_s_own_when_no_object_of_the_first_one_defines_it(self):
        self.assertEqual(self.parts().functions, {"make_keys", "keys", "later_arrived"})

    def test_an_object_that_the_first_part_links_is_not_the_later_one_s(self):
        self.assertEqual(self.parts(SYMBOLS + "main.o: make_keys U\n").functions, {"later_arrived"})
        self.assertEqual(self.parts(SYMBOLS + "main.o: words U\n").functions, {"later_arrived"})

    def test_constants_that_no_object_of_the_first_part_has_are_left(self):
        self.assertEqual(self.left(), [(".L.str", 0x408, 5), ("words", 0x410, 16)])

    def test_the_constants_of_an_object_stay_where_one_of_its_functions_stays(self):
        self.assertEqual(self.left(kept=["keys"]), [])

    def test_they_stay_where_a_library_may_have_got_one_of_its_functions(self):
        self.assertEqual(self.left(placed=MAP + "- b1 1e  app.a(keys.o):(of_library)\n"), [])

    def test_they_stay_where_something_is_made_of_them_at_the_start(self):
        symbols, name = SYMBOLS, "_GLOBAL__sub_I_keys.cpp"
        texts = {"symbols": f"{symbols}app.a[keys.o]: {name} t 9 0\n", "placed": f"{MAP}- b1 1e  app.a(keys.o):({name})\n"}
        self.assertEqual(self.left(**texts), [])


class SplitWasm(unittest.TestCase):
    def kept(self, program=PROGRAM, later=frozenset(LATER)):
        return split_wasm.kept_functions(split_wasm.read_program(program), later)

    def test_kept_is_what_exports_and_held_addresses_lead_to(self):
        self.assertLessEqual(
            {"main", "draw", "button", "shown", "text_of"}, self.kept()
        )

    def test_split_off_is_what_only_the_later_part_leads_to(self):
        for name in ("later_arrived", "make_keys", "keys", "field"):
            self.assertNotIn(name, self.kept())

    def test_what_the_first_part_calls_is_kept_whosever_name_it_bears(self):
        program = PROGRAM.replace("(call $draw)", "(call $keys)")
        self.assertLessEqual({"keys", "field"}, self.kept(program))

    def test_a_function_that_the_optimiser_merged_is_kept(self):
        self.assertIn("merged", self.kept())

    def test_a_name_that_can_t_be_written_to_a_list_is_kept(self):
        program = PROGRAM.replace("$field", '$"a, b"')
        self.assertIn('"a, b"', self.kept(program))


def module(*pieces):
    """With a section of code of no functions, and these pieces of memory."""
    return wasm_data.put(b"\0asm\1\0\0\0" + bytes([wasm_data.CODE, 1, 0]), pieces)


class WasmData(unittest.TestCase):
    def content(self, binary):
        return [(address, binary[at : at + size]) for address, at, size in wasm_data.segments(binary)]

    def test_what_is_put_into_a_module_stands_there(self):
        pieces = [(1024, b"abc"), (70_000, b"x" * 300), (63, b"-"), (64, b"+")]
        self.assertEqual(self.content(module(*pieces)), pieces)

    def test_what_is_taken_is_zeroed_and_told(self):
        rest, taken = wasm_data.take(module((1000, b"abcdefgh"), (2000, b"ijkl")), [(1002, 3), (2003, 9)])
        self.assertEqual(self.content(rest), [(1000, b"ab\0\0\0fgh"), (2000, b"ijk\0")])
        self.assertEqual(taken, [(1002, b"cde"), (2003, b"l")])

    def test_what_nearly_touches_is_taken_in_one_piece_and_what_lies_between_stays(self):
        rest, taken = wasm_data.take(module((1000, b"abcdefgh")), [(1000, 2), (1004, 2)])
        self.assertEqual(self.content(rest), [(1000, b"\0\0cd\0\0gh")])
        self.assertEqual(taken, [(1000, b"abcdef")])

    def test_a_module_with_memory_of_its_own_is_refused(self):
        with self.assertRaises(ValueError):
            wasm_data.put(module((1, b"a")), [(2, b"b")])


if __name__ == "__main__":
    unittest.main()
