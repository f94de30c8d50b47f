package bench

func verdict(rep *Report, title string, baseline int) string { return "" }
