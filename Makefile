# Every target does its own set-up. Works with GNU make 3.81 (macOS) and newer.

VELOCIDADE = go run ./tools/velocidade

.PHONY: fresh help run dev build edge deploy test bench lint clean conformance fuzz soak honesty

help: ## what there is (this text)
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-11s %s\n", $$1, $$2}' Makefile

run: ## build what is missing and serve the page; PORT=8080 HOST=127.0.0.1 say where
	@early=$$(sh tools/setup.sh serve) && go run $$early ./tools/velocidade serve

dev: ## the same, and rebuild and reload when a file changes
	@sh tools/setup.sh serve >/dev/null
	@$(VELOCIDADE) dev

build: ## write the site to web/dist
	@sh tools/setup.sh
	@$(VELOCIDADE) build

edge: ## the same site and service on the local edge runtime; PORT=8787 HOST=127.0.0.1 say where
	@sh tools/setup.sh
	@$(VELOCIDADE) edge

deploy: ## put both onto Cloudflare, on the account that CLOUDFLARE_API_TOKEN gives
	@sh tools/setup.sh
	@$(VELOCIDADE) edge -deploy

test: ## run every test, installing what they need; the last line counts them
	@sh tools/setup.sh browsers runtimes >/dev/null
	@go build -buildvcs=false -o .cache/velocidade.new ./tools/velocidade && mv .cache/velocidade.new .cache/velocidade
	@.cache/velocidade test # not by go run, which would print a line after the count

fresh: ## both commands by a newcomer on a bare machine; FRESH="-go go1.27.4 -steps run" and the like say how
	@go run ./tools/fresh $(FRESH)

conformance: ## hold rewritten WebAssembly against Go's own tests, in an hour or two
	@sh tools/setup.sh tools
	@go run ./tools/conformance

bench: ## measure the project's own figures; fails where a size budget is broken
	@sh tools/setup.sh browsers >/dev/null
	@$(VELOCIDADE) figures

fuzz: ## run every fuzz target for TIME=20s each, print executions, and keep what was found; TIME=5m once a week
	@$(VELOCIDADE) fuzz -time $(or $(TIME),20s)

soak: ## the service under mixed load, kills and full disks for TIME=1h; ten seconds of it are in make test
	@$(VELOCIDADE) soak -time $(or $(TIME),1h)

honesty: ## simulate reports whose truth is known, and write how often they are wrong to tools/figures/HONESTY.md
	@$(VELOCIDADE) honesty

lint: ## formatting, vet, static analysis and types
	@sh tools/setup.sh tools
	@$(VELOCIDADE) test -run lint

clean: ## remove what was built or installed here
	rm -rf web/dist .cache node_modules wasm/edge/node_modules
