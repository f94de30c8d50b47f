// The least that a worker can do: every message comes back.
self.onmessage = (event: MessageEvent<unknown>) => self.postMessage(event.data);
