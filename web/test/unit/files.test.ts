import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Files } from "../../src/toolchain/files.js";

type Functions = Record<string, (...args: unknown[]) => void>;

function setUp() {
  const printed: string[] = [];
  const files = new Files((text) => printed.push(text));
  const functions = files.functions() as Functions;
  const call = (name: string, ...args: unknown[]): unknown => {
    let [error, value]: [Error | null, unknown] = [new Error("it did not call back"), undefined];
    functions[name]?.(...args, (e: Error | null, v: unknown) => {
      [error, value] = [e, v];
    });
    if (error !== null) throw error;
    return value;
  };
  const code = (name: string, ...args: unknown[]): unknown => {
    try {
      call(name, ...args);
    } catch (error) {
      return (error as { code?: string }).code;
    }
    return "";
  };
  return { files, call, code, printed };
}

const [RDONLY, RDWR, CREATE, EXCLUSIVE, TRUNCATE, APPEND] = [0, 2, 64, 128, 512, 1024];
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (data: Uint8Array | undefined) => new TextDecoder().decode(data);

describe("files in memory are files to a Go program", () => {
  test("what is written can be read, at any position", () => {
    const { files, call } = setUp();
    const fd = call("open", "/a/../b.txt", RDWR | CREATE, 0o644);
    assert.equal(call("write", fd, bytes("hello"), 0, 5, null), 5);
    assert.equal(call("write", fd, bytes("HELL"), 1, 3, 7), 3);
    assert.equal(text(files.read("/b.txt")), "hello\0\0ELL");
    const into = new Uint8Array(8);
    assert.equal(call("read", fd, into, 2, 3, 1), 3);
    assert.equal(text(into), "\0\0ell\0\0\0");
    call("close", fd);
  });

  test("reading goes on where it stopped, and ends at the end", () => {
    const { files, call } = setUp();
    files.write("/x", "abcde");
    const fd = call("open", "/x", RDONLY, 0);
    const into = new Uint8Array(3);
    assert.deepEqual(
      [0, 0, 0].map(() => call("read", fd, into, 0, 3, null)),
      [3, 2, 0],
    );
  });

  test("what opens a file that is expected waits for it", async () => {
    const { files, code } = setUp();
    const functions = files.functions() as Functions;
    const open = (name: string): Promise<unknown> =>
      new Promise((done) => functions["open"]?.(name, RDONLY, 0, (e: Error | null, fd: unknown) => done(e ?? fd)));
    let arrive: (data: Uint8Array) => void = () => {};
    files.expect(
      "/x",
      new Promise<Uint8Array>((done) => {
        arrive = done;
      }),
    );
    assert.equal(files.read("/x"), undefined);
    const opened = open("/x");
    arrive(bytes("late"));
    assert.equal(typeof (await opened), "number");
    assert.equal(text(files.read("/x")), "late");

    files.expect("/y", Promise.reject(new Error("lost")));
    assert.equal(((await open("/y")) as { code?: string }).code, "ENOENT");

    files.expect("/z", Promise.resolve(bytes("too late")));
    files.remove("/z");
    assert.equal(code("open", "/z", RDONLY, 0), "ENOENT");
    await Promise.resolve();
    assert.equal(files.read("/z"), undefined);
  });

  test("appending writes at the end, truncating begins anew and leaves what was read", () => {
    const { files, call } = setUp();
    files.write("/x", "old");
    const fd = call("open", "/x", RDWR | APPEND, 0);
    call("write", fd, bytes("er"), 0, 2, null);
    assert.equal(text(files.read("/x")), "older");
    const before = files.read("/x");
    call("open", "/x", RDWR | TRUNCATE, 0);
    assert.equal(files.read("/x")?.length, 0);
    assert.equal(text(before), "older");
  });

  test("shrinking and growing again leaves zeros", () => {
    const { files, call } = setUp();
    files.write("/x", bytes("secret"));
    const fd = call("open", "/x", RDWR, 0);
    call("ftruncate", fd, 1);
    call("ftruncate", fd, 4);
    assert.equal(text(files.read("/x")), "s\0\0\0");
  });

  test("folders come with their files, and list what is in them", () => {
    const { files, call } = setUp();
    files.write("/pkg/encoding/json.a", "1");
    files.write("/pkg/fmt.a", "2");
    assert.deepEqual((call("readdir", "/pkg") as string[]).sort(), ["encoding", "fmt.a"]);
    const about = call("stat", "/pkg/encoding") as { isDirectory(): boolean };
    assert.equal(about.isDirectory(), true);
  });

  test("a file can be renamed and removed", () => {
    const { files, call, code } = setUp();
    files.write("/x", "1");
    call("rename", "/x", "/y");
    assert.equal(code("stat", "/x"), "ENOENT");
    call("unlink", "/y");
    assert.equal(code("unlink", "/y"), "ENOENT");
  });

  test("what is printed is given on, whichever way it comes", () => {
    const { call, printed } = setUp();
    assert.equal(call("write", 2, bytes("x: wrong"), 3, 5, null), 5);
    assert.deepEqual(printed, ["wrong"]);
  });

  const refused: [what: string, code: string, name: string, ...args: unknown[]][] = [
    ["a file that is not there", "ENOENT", "open", "/none", RDONLY, 0],
    ["a file that must not be there", "EEXIST", "open", "/there", RDWR | CREATE | EXCLUSIVE, 0],
    ["a handle that nobody has", "EBADF", "read", 77, new Uint8Array(1), 0, 1, null],
    ["what files in memory cannot do", "ENOSYS", "symlink", "/a", "/b"],
    ["a link", "EINVAL", "readlink", "/there"],
  ];
  for (const [what, want, name, ...args] of refused) {
    test(`${what} is refused by its code`, () => {
      const { files, code } = setUp();
      files.write("/there", "");
      assert.equal(code(name, ...args), want);
    });
  }

  test("a program that ends leaves no handle open to the next", () => {
    const { files, call, code } = setUp();
    files.write("/x", "1");
    const fd = call("open", "/x", RDONLY, 0);
    files.closeAll();
    assert.equal(code("close", fd), "EBADF");
  });
});
