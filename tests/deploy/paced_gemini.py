"""A stand-in for Google that says its pieces one by one, each only when it may."""

import http.server
import json
import threading

PIECES = ("one ", "two ", "three")
WAIT_SECONDS_MAX = 60


def event(text, last):
    candidate = {"content": {"role": "model", "parts": [{"text": text}]}, "index": 0}
    if last:
        candidate["finishReason"] = "STOP"
    usage = {"promptTokenCount": 1, "candidatesTokenCount": 1, "totalTokenCount": 2}
    return {"candidates": [candidate], "usageMetadata": usage, "modelVersion": "gemini-2.5-flash"}


class PacedGemini:
    def __init__(self):
        self.said = 0
        self.body_bytes = 0
        self._may_speak = threading.Semaphore(0)
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                self._answer({"models": []})

            def do_POST(self):
                outer.body_bytes = len(self.rfile.read(int(self.headers["content-length"])))
                if "streamGenerateContent" not in self.path:
                    self._answer(event("".join(PIECES), last=True))
                    return
                self.send_response(200)
                self.send_header("content-type", "text/event-stream")
                self.send_header("transfer-encoding", "chunked")
                self.end_headers()
                for piece in PIECES:
                    if not outer._may_speak.acquire(timeout=WAIT_SECONDS_MAX):
                        return
                    data = f"data: {json.dumps(event(piece, last=piece is PIECES[-1]))}\r\n\r\n".encode()
                    outer.said += 1
                    self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
                self.wfile.write(b"0\r\n\r\n")

            def _answer(self, document):
                body = json.dumps(document).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def speak(self):
        """One more piece may be said."""
        self._may_speak.release()

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
