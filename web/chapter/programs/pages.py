import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.request import urlopen


class Slow(BaseHTTPRequestHandler):
    """A web server that thinks for a fifth of a second."""

    def do_GET(self):
        time.sleep(0.2)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"a page")

    def log_message(self, *args):
        pass


def get_page(url):
    with urlopen(url) as response:
        return response.read()


server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
Thread(target=server.serve_forever, daemon=True).start()
urls = [f"http://127.0.0.1:{server.server_port}/{i}" for i in range(10)]

began = time.perf_counter()
pages = [get_page(url) for url in urls]
print(f"one by one: {len(pages)} pages in {time.perf_counter() - began:.2f} s")

began = time.perf_counter()
with ThreadPoolExecutor(max_workers=5) as pool:
    pages = list(pool.map(get_page, urls))
print(f"five threads: {len(pages)} pages in {time.perf_counter() - began:.2f} s")
