// Lua runs a script in gopher-lua: calls, tables, strings and closures.
package main

import (
	lua "github.com/yuin/gopher-lua"

	"others/work"
)

const script = `
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
local function sieve(n)
  local flags, count = {}, 0
  for i = 2, n do flags[i] = true end
  for i = 2, n do
    if flags[i] then
      count = count + 1
      for j = i * i, n, i do flags[j] = false end
    end
  end
  return count
end
local words, seed = {}, 42
for i = 1, 3000 do
  seed = (seed * 1103515245 + 12345) % 2147483648
  words[i] = string.format("%x-%d", seed, i % 17)
end
table.sort(words)
local counts = {}
for _, w in ipairs(words) do
  local tail = string.sub(w, -2)
  counts[tail] = (counts[tail] or 0) + #w
end
local keys = {}
for k in pairs(counts) do keys[#keys + 1] = k end
table.sort(keys)
local out = {}
for _, k in ipairs(keys) do out[#out + 1] = k .. "=" .. counts[k] end
local makers = {}
for i = 1, 200 do makers[i] = function(x) return x * i end end
local sum = 0
for round = 1, 100 do for i = 1, 200 do sum = sum + makers[i](round) end end
return fib(22) .. " " .. sieve(60000) .. " " .. sum .. " " .. table.concat(out, ",")
`

func main() {
	work.Do(func() (string, error) {
		state := lua.NewState()
		defer state.Close()
		if err := state.DoString(script); err != nil {
			return "", err
		}
		return state.ToString(-1), nil
	})
}
