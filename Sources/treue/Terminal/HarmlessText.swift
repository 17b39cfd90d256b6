/// Text that came from outside and is about to reach a terminal, which it must not steer.
extension String {
    /// The text with control characters written out.
    var harmless: String { self.escaped(except: []) { "\\u{\(String($0.value, radix: 16))}" } }

    /// The same, with line breaks and tabs left as they are.
    var harmlessLines: String { self.escaped(except: ["\n", "\t"]) { "\\u{\(String($0.value, radix: 16))}" } }

    /// JSON text with control characters as JSON escapes them, which changes nothing for who parses it.
    ///
    /// They stand within texts alone: between values, JSON has blanks and line breaks only, and these are left.
    var harmlessJSON: String {
        self.escaped(except: ["\n", "\t", "\r"]) { scalar in
            let digits = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
    }

    private func escaped(except fine: Set<Unicode.Scalar>, _ write: (Unicode.Scalar) -> String) -> String {
        func steers(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: !fine.contains(scalar)
            default: false
            }
        }
        guard self.unicodeScalars.contains(where: steers) else { return self }
        var text = ""
        for scalar in self.unicodeScalars {
            if steers(scalar) {
                text += write(scalar)
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
