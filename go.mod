module velocidade

go 1.26
