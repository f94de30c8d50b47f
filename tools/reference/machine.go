package reference

import (
	"bufio"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
)

// ThisMachine describes the machine that this runs on, as far as it tells; a name is for its owner to give. It says nothing by
// which a machine could be told from others of its kind: no host name, no address, no serial number.
func ThisMachine(cores int) Machine {
	m := Machine{Cores: cores, System: runtime.GOOS + "/" + runtime.GOARCH, CPU: runtime.GOARCH}
	switch runtime.GOOS {
	case "linux":
		if cpu := valueIn("/proc/cpuinfo", "model name", ":"); cpu != "" {
			m.CPU = cpu
		}
		if kb, err := strconv.Atoi(strings.TrimSuffix(valueIn("/proc/meminfo", "MemTotal", ":"), " kB")); err == nil {
			m.MemoryMB = kb / 1024
		}
		if name := strings.Trim(valueIn("/etc/os-release", "PRETTY_NAME", "="), `"`); name != "" {
			m.System = name + ", " + m.System
		}
	case "darwin":
		if cpu := said("sysctl", "-n", "machdep.cpu.brand_string"); cpu != "" {
			m.CPU = cpu
		}
		if bytes, err := strconv.ParseInt(said("sysctl", "-n", "hw.memsize"), 10, 64); err == nil {
			m.MemoryMB = int(bytes >> 20)
		}
		if version := said("sw_vers", "-productVersion"); version != "" {
			m.System = "macOS " + version + ", " + m.System
		}
	}
	return m
}

// valueIn gives what stands behind the first key of that name in a file of lines "key separator value".
func valueIn(path, key, separator string) string {
	file, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if name, value, ok := strings.Cut(lines.Text(), separator); ok && strings.TrimSpace(name) == key {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

func said(name string, args ...string) string {
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
