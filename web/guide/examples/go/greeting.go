package main

import "fmt"

func main() {
	fmt.Println("six by seven is", 6*7)
}
