package bench

func warnings(rep *Report, baseline int) []Warning { return []Warning{} }
