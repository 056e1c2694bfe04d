"""The dashboard's files as a browser gets them, and what there is without them."""

import shutil
import unittest

from programs import GEMINID, Host

TOKEN = "OperatorsOwnToken-93ba"
SCRIPT = "app.0123456789.js"
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class Dashboard(unittest.TestCase):
    def setUp(self):
        self.host = Host()
        self.addCleanup(self.host.__exit__, None, None, None)
        self.host.environment["GEMINID_ADMIN_TOKEN"] = TOKEN
        self.host.environment["GEMINI_BASE_URL"] = "http://127.0.0.1:9"
        self.web = self.host.folder / "web"
        self.web.mkdir()
        for name, content in {
            "index.html": "<!doctype html><title>made up</title>",
            SCRIPT: "script",
            f"{SCRIPT}.br": "as brotli",
            f"{SCRIPT}.gz": "as gzip",
        }.items():
            (self.web / name).write_text(content)

    def get(self, path, **headers):
        return self.host.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def headers(self, answer):
        return {name.lower(): value for name, value in answer.headers.items()}

    def assert_protected(self, answer):
        headers = self.headers(answer)
        self.assertEqual(headers["content-security-policy"], POLICY)
        self.assertEqual(headers["x-content-type-options"], "nosniff")
        self.assertEqual(headers["referrer-policy"], "no-referrer")
        self.assertEqual(headers["cross-origin-opener-policy"], "same-origin")
        self.assertIn("camera=()", headers["permissions-policy"])
        self.assertNotIn("*", headers["permissions-policy"])

    def test_its_pages_are_served_with_headers_that_protect_them(self):
        self.host.start("--web-dir", str(self.web))
        page = self.get("/admin/?lang=zh")
        self.assertEqual((page.status, page.body), (200, "<!doctype html><title>made up</title>"))
        self.assertEqual(self.headers(page)["cache-control"], "no-cache")
        script = self.get(f"/admin/{SCRIPT}", accept_encoding="gzip, br")
        self.assertEqual((script.status, script.body), (200, "as brotli"))
        headers = self.headers(script)
        self.assertEqual(headers["content-encoding"], "br")
        self.assertEqual(headers["cache-control"], "public, max-age=31536000, immutable")
        again = self.get(f"/admin/{SCRIPT}", accept_encoding="gzip, br", if_none_match=headers["etag"])
        self.assertEqual((again.status, again.body), (304, ""))
        missing = [self.get(path) for path in ("/admin/none.js", "/admin/a/b", "/admin/..%2f..%2fetc%2fpasswd")]
        self.assertEqual([answer.status for answer in missing], [404] * 3)
        for answer in (page, script, again, *missing):
            self.assert_protected(answer)
        self.host.stop()

    def test_every_way_leads_to_it_and_the_api_stays_the_api(self):
        self.host.start(GEMINID_WEB_DIR=str(self.web))
        for path in ("/", "/admin"):
            answer = self.get(path)
            self.assertEqual((answer.status, self.headers(answer)["location"]), (302, "/admin/"))
        keys = self.get("/admin/api/keys", authorization=f"Bearer {TOKEN}")
        self.assertEqual((keys.status, keys.document["keys"]), (200, []))
        self.assertEqual(self.get("/admin/api/keys").status, 401)
        self.assertEqual(self.get("/admin/api/none").document["error"]["code"], "unknown_url")
        self.assertEqual(self.get("/admin/api/login").status, 405)
        self.assertEqual(self.host.request("POST", "/admin/", "{}").status, 405)
        self.host.stop()

    def test_without_it_geminid_serves_and_says_how_to_get_it(self):
        self.host.start()
        answer = self.get("/admin/")
        self.assertEqual(answer.status, 404)
        self.assertIn("--web-dir", answer.body)
        self.assert_protected(answer)
        self.assertEqual(self.get("/health").status, 200)
        self.host.stop()
        self.assertEqual(self.host.log.read_text().count("the dashboard is not served"), 1)

    def test_what_is_installed_beside_the_program_is_served(self):
        (self.host.folder / "bin").mkdir()
        installed = self.host.folder / "bin" / "geminid"
        shutil.copy(GEMINID, installed)
        shutil.copytree(self.web, self.host.folder / "share" / "geminid" / "web")
        self.host.start(program=str(installed))
        self.assertEqual(self.get("/admin/").status, 200)
        self.host.stop()

    def test_a_directory_that_is_none_ends_the_start(self):
        ended = self.host.command("--web-dir", str(self.host.folder / "none"))
        self.assertEqual(ended.returncode, 2)
        self.assertIn("geminid: --web-dir (GEMINID_WEB_DIR): ", ended.stderr)
        self.assertEqual(ended.stderr.count("\n"), 1)


if __name__ == "__main__":
    unittest.main()
