// A lesson in React 19, which sets attributes on custom elements and listens to their events by itself.

import { useEffect, useRef, useState } from "react";

export function Lesson() {
  const bench = useRef(null);
  const [verdict, setVerdict] = useState("Not measured yet.");

  useEffect(() => {
    const element = bench.current;
    const heard = (event) => setVerdict(event.detail.verdict);
    element.addEventListener("velocidade:report", heard);
    return () => element.removeEventListener("velocidade:report", heard);
  }, []);

  return (
    <section>
      <script type="module" async src="https://velocidade.example/embed@1.js" />
      <h1>One worker against two</h1>
      <velocidade-bench
        ref={bench}
        program="countdown"
        args="n=1000000"
        lanes="go/single,go/workers"
        workers="2"
        blocks="6"
      />
      <p id="verdict">{verdict}</p>
    </section>
  );
}
