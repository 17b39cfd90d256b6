import Playbook
import Retention
import Testing

/// Files that a playbook may include, by their paths from its folder on.
typealias Shelf = [String: String]

/// Gathers and reads a playbook that lies in `shop/` and begins in line 3.
private func load(
    _ yaml: String,
    with shelf: Shelf = [:],
    named name: String = "shop/main.yaml"
) throws(PlaybookError) -> CompiledPlaybook {
    try PlaybookFile.load(yaml: try gather(yaml, with: shelf, named: name), named: name)
}

private func gather(
    _ yaml: String,
    with shelf: Shelf,
    named name: String = "shop/main.yaml"
) throws(PlaybookError) -> String {
    try PlaybookFile.gather("playbook: p\nversion: 1\n" + yaml, named: name) { path throws(UnreadableFile) in
        guard let text = shelf[path] else { throw UnreadableFile("there is no \(path)") }
        return text
    }
}

private func rule(_ name: String, _ signal: String = "x") -> String {
    "\(name): { on: app.installed, emit: triggers/\(signal) }"
}

@Suite struct IncludeTests {
    // MARK: What holds

    @Test func includedRulesDecideFirstThenThoseOfThePlaybook() throws {
        let compiled = try load(
            "include: [a.yaml, sub/b.yaml]\nrules:\n  \(rule("own"))",
            with: ["a.yaml": "rules:\n  \(rule("a"))", "sub/b.yaml": "rules:\n  \(rule("b"))"]
        )
        #expect(PlaybookFile.describe(compiled).map { String($0.prefix { $0 != ":" }) } == ["a", "b", "own"])
        #expect(compiled.included == ["a.yaml", "sub/b.yaml"])
    }

    @Test func oneFileNeedsNoListAndMayHoldNothing() throws {
        let compiled = try load("include: a.yaml", with: ["a.yaml": "constants: { a: 1 }\nrules:\n"])
        #expect(PlaybookFile.describe(compiled).isEmpty)
    }

    @Test(arguments: [("constants: { most: 5 }", true), ("", false)])
    func theConstantsOfThePlaybookCountMoreThanIncludedOnes(_ own: String, _ isFive: Bool) throws {
        let rule = "r: { on: product.viewed, if: most == 5, emit: triggers/x }"
        let shelf = ["a.yaml": "constants: { most: 3 }\nrules: { \(rule) }"]
        let compiled = try load("include: a.yaml\n\(own)", with: shelf)
        #expect(PlaybookSpec(compiled).when(.viewed(at: "2027-03-01")).signals.count == (isFive ? 1 : 0))
    }

    @Test func whatIsHardlyMeantIsToldWithItsFile() throws {
        let odd = "rules:\n  r: { on: app.installed, if: 'true', emit: triggers/x }"
        let compiled = try load("include: a.yaml", with: ["a.yaml": odd])
        #expect(
            PlaybookFile.lint(compiled).map(\.description)
                == ["shop/a.yaml:2: rules.r: `if` always holds; take it out"]
        )
    }

    @Test(arguments: ["off", "false"])
    func aRuleOfAnIncludedFileIsSwitchedOff(_ word: String) throws {
        let shelf = ["a.yaml": "rules:\n  \(rule("one"))\n  \(rule("two"))"]
        let compiled = try load("include: a.yaml\nrules: { one: \(word) }", with: shelf)
        #expect(PlaybookFile.describe(compiled) == ["two: at app.installed → x"])
    }

    @Test func aRuleOfAnIncludedFileIsReplacedWholeEvenAFaultyOne() throws {
        let compiled = try load(
            "include: a.yaml\nrules:\n  r: { on: page.viewed, emit: triggers/new }",
            with: ["a.yaml": "rules:\n  r: { on: no.such, emit: nothing }\n  \(rule("after"))"]
        )
        #expect(PlaybookFile.describe(compiled) == ["after: at app.installed → x", "r: at page.viewed → new"])
    }

    @Test func sectionsAreThoseOfTheIncludingFileElseOfTheIncludedOne() throws {
        let shelf = ["a.yaml": "playbook: other\nversion: 9\nmoney: { currency: CHF }\nclock: { lateness: 7s }"]
        let compiled = try load("include: a.yaml\nclock: { future: 3d }", with: shelf)
        #expect(compiled.settings.playbook == "p")
        #expect(compiled.settings.version == 1)
        #expect(compiled.defaultCurrency == Currency("CHF"))
        // A section is one file's as a whole.
        #expect(compiled.lateness == .minutes(1))
        #expect(compiled.future == .days(3))
    }

    @Test func aFileThatTwoOthersIncludeIsReadOnceAndOneOfThemMayOverrideIt() throws {
        let shelf = [
            "a.yaml": "include: base/c.yaml\nconstants: { n: 2 }",
            "b.yaml": "include: ./base/../base/c.yaml\nrules:\n  \(rule("b"))",
            "base/c.yaml": "constants: { n: 1 }\nrules: { c: { on: product.viewed, if: n == 2, emit: triggers/x } }",
        ]
        let compiled = try load("include: [a.yaml, b.yaml]", with: shelf)
        #expect(compiled.included == ["a.yaml", "base/c.yaml", "b.yaml"])
        #expect(PlaybookSpec(compiled).when(.viewed(at: "2027-03-01")).signals.count == 1)
    }

    @Test func whatIsSwitchedOffBelowMayBeWrittenAnewAbove() throws {
        let shelf = ["a.yaml": "include: b.yaml\nrules: { r: off }", "b.yaml": "rules:\n  \(rule("r"))"]
        #expect(PlaybookFile.describe(try load("include: a.yaml", with: shelf)).isEmpty)
        let compiled = try load("include: a.yaml\nrules:\n  \(rule("r", "again"))", with: shelf)
        #expect(PlaybookFile.describe(compiled) == ["r: at app.installed → again"])
    }

    // MARK: The one text

    @Test func theOneTextSaysTheSameAnywhere() throws {
        let shelf = ["sub/a.yaml": "rules:\n  \(rule("a"))\n  b: { on: app.installed, emit: triggers/b, about: |\n  }"]
        let yaml = "include: sub/a.yaml\nrules:\n  \(rule("own"))"
        let good = ["sub/a.yaml": "rules:\n  \(rule("a"))"]
        let here = try load(yaml, with: good)
        let there = try PlaybookFile.load(yaml: here.text, named: "journal")
        #expect(there.text == here.text)
        #expect(there.digest == here.digest)
        #expect(PlaybookFile.describe(there) == PlaybookFile.describe(here))
        #expect(try load(yaml, with: good, named: "elsewhere/other.yaml").digest == here.digest)
        #expect(try load(yaml, with: good, named: "main.yaml").digest == here.digest)
        #expect(try gather(yaml, with: ["sub/a.yaml": good["sub/a.yaml"]! + "\n# said more"]) != here.text)
        #expect(throws: PlaybookError.self) { try load(yaml, with: shelf) }
    }

    @Test func theOneTextOfAPlaybookAloneIsItsOwn() throws {
        #expect(
            try gather("rules:\r\n  \(rule("a"))", with: [:]) == "playbook: p\nversion: 1\nrules:\r\n  \(rule("a"))"
        )
        // What is gathered already needs no files.
        let text = try gather("include: a.yaml", with: ["a.yaml": "rules:\n  \(rule("a"))"])
        #expect(
            try PlaybookFile.gather(text, named: "journal") { _ throws(UnreadableFile) in throw .init("no") } == text
        )
    }

    @Test func aTextWithoutItsFilesIsRefusedWhereItNamesThem() {
        let problems = problems { () throws(PlaybookError) in
            _ = try PlaybookFile.load(yaml: "playbook: p\nversion: 1\ninclude: a.yaml\n", named: "x")
        }
        #expect(problems == ["x:3:10: include: the text of `a.yaml` is not at hand"])
    }

    // MARK: What is wrong

    @Test func whatIsWrongInAnIncludedFileNamesItWithLineAndColumn() {
        let found = problems { () throws(PlaybookError) in
            _ = try load(
                "include: [sub/a.yaml]\nrules:\n  own: {}",
                with: ["sub/a.yaml": "# a\nrules:\n  r:\n    on: app.instaled\n    emit: triggers/x\nclocks: {}"]
            )
        }
        #expect(found.count == 3)
        #expect(found.first?.hasPrefix("shop/main.yaml:5:3: rules.own") ?? false)
        #expect(
            found.dropFirst() == [
                "shop/sub/a.yaml:4:9: rules.r.on: unknown type of event `app.instaled`; did you mean `app.installed`?",
                "shop/sub/a.yaml:6:1: clocks: unknown key; did you mean `clock`?",
            ]
        )
    }

    @Test func afterASyntaxErrorNothingElseIsLookedAt() {
        let found = problems { () throws(PlaybookError) in
            _ = try load("include: a.yaml\nrules: { r: {} }", with: ["a.yaml": "rules: [\n"])
        }
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("shop/a.yaml:2:1: expected YAML") ?? false, "\(found)")
    }

    @Test(arguments: [
        ("include: missing.yaml", "shop/main.yaml:3:10: include: there is no missing.yaml"),
        ("include: [a.yaml, sub/missing.yaml]", "shop/main.yaml:3:19: include[1]: there is no sub/missing.yaml"),
        (
            "include: /etc/a.yaml",
            "shop/main.yaml:3:10: include: expected a path from this file on, found `/etc/a.yaml`"
        ),
        (
            "include: ../a.yaml",
            "shop/main.yaml:3:10: include: expected a file below the folder of the playbook, found `../a.yaml`"
        ),
        (
            "include: sub/../../a.yaml",
            "shop/main.yaml:3:10: include: expected a file below the folder of the playbook, found `sub/../../a.yaml`"
        ),
        ("include: sub/", "shop/main.yaml:3:10: include: expected the path of a file, from this one on, found `sub/`"),
        (
            "include: sub/..",
            "shop/main.yaml:3:10: include: expected the path of a file, from this one on, found `sub/..`"
        ),
        (
            "include: \"a\\nb\"",
            "shop/main.yaml:3:10: include: expected the path of a file, from this one on, found `a?b`"
        ),
        ("include:", "shop/main.yaml:3:9: include: expected the path of a file, from this one on, found nothing"),
        ("include: {}", "shop/main.yaml:3:10: include: expected the path of a file, from this one on, found settings"),
        ("include: []", "shop/main.yaml:3:10: include: expected at least one item in the list"),
        ("include: main.yaml", "shop/main.yaml:3:10: include: files can't include one another: main.yaml → main.yaml"),
        (
            "include: round.yaml",
            "shop/sub/round.yaml:1:10: include: files can't include one another: round.yaml → sub/round.yaml "
                + "→ round.yaml"
        ),
        (
            "include: marked.yaml",
            "shop/main.yaml:3:10: include: a line of the file begins with `--- # treue part: `, which tells files apart"
        ),
        (
            "include: long.yaml",
            "shop/main.yaml:3:10: include: expected at most 262144 bytes with all included files, found more"
        ),
    ])
    func aFileThatCantBeIncludedIsToldWhereItIsNamed(_ yaml: String, _ says: String) {
        let shelf = [
            "a.yaml": "constants: { a: 1 }", "round.yaml": "include: sub/round.yaml",
            "sub/round.yaml": "include: ../round.yaml", "marked.yaml": "rules:\n--- # treue part: x\nrules:\n",
            "long.yaml": "# " + String(repeating: "x", count: 262_120),
        ]
        let found = problems { () throws(PlaybookError) in _ = try load(yaml, with: shelf) }
        #expect(found == [says])
    }

    @Test func filesThatIncludeOneAnotherInARowAreBounded() throws {
        func chain(_ length: Int) -> Shelf {
            Dictionary(
                uniqueKeysWithValues: (1...length).map {
                    ("\($0).yaml", $0 < length ? "include: \($0 + 1).yaml" : "constants: { a: 1 }")
                }
            )
        }
        #expect(try load("include: 1.yaml", with: chain(8)).included.count == 8)
        let deep = problems { () throws(PlaybookError) in _ = try load("include: 1.yaml", with: chain(9)) }
        #expect(
            deep == ["shop/8.yaml:1:10: include: expected at most 8 files that include one another in a row"]
        )
        let many = Dictionary(uniqueKeysWithValues: (1...33).map { ("\($0).yaml", "rules:\n") })
        let list = (1...33).map { "\($0).yaml" }.joined(separator: ", ")
        let found = problems { () throws(PlaybookError) in _ = try load("include: [\(list)]", with: many) }
        #expect(found.map { $0.contains("include[32]: expected at most 32 included files") } == [true])
    }

    @Test(arguments: [
        ("constants: { n: 1 }", "constants: { n: 2 }", "constants.n"),
        ("rules: { r: { on: app.installed, emit: triggers/a } }", "rules:\n  \(rule("r"))", "rules.r"),
        ("clock: { lateness: 1s }", "clock: { lateness: 2s }", "clock"),
    ])
    func whatTwoFilesSayHasToBeDecidedByTheFileThatIncludesBoth(_ a: String, _ b: String, _ path: String) throws {
        let shelf = ["a.yaml": a, "b.yaml": b]
        let found = problems { () throws(PlaybookError) in _ = try load("include: [a.yaml, b.yaml]", with: shelf) }
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("shop/b.yaml:") ?? false)
        #expect(
            found.first?.hasSuffix(
                ": \(path): a.yaml has it as well; say in the file that includes both which one is meant"
            ) ?? false
        )
        _ = try load("include: [a.yaml, b.yaml]\n\(a)", with: shelf)
        if path == "rules.r" { _ = try load("include: [a.yaml, b.yaml]\nrules: { r: off }", with: shelf) }
    }

    @Test func aRuleThatNoIncludedFileHasCantBeSwitchedOff() {
        let shelf = ["a.yaml": "rules:\n  \(rule("greeting"))"]
        let found = problems { () throws(PlaybookError) in
            _ = try load("include: a.yaml\nrules: { greetings: off }", with: shelf)
        }
        #expect(
            found == [
                "shop/main.yaml:4:21: rules.greetings: no included file has a rule of this name that could be switched "
                    + "off; did you mean `greeting`?"
            ]
        )
    }

    private func problems(_ body: () throws(PlaybookError) -> Void) -> [String] {
        do throws(PlaybookError) { try body() } catch { return error.problems.map(\.description) }
        return []
    }
}
