/// What categories a customer is drawn to: looks, carts and orders, of which half the weight is gone after thirty days.
///
/// A look weighs 1, pieces put into a cart 3, a line of an order 10; days are UTC days. What is older than about a year
/// when seen from the latest event weighs nothing. The sums are kept apart for each thirty days, and never rounded, so
/// that the same events make the same record in whatever order they come, as long as no more than
/// `Interests.keptCategories` categories occur.
public struct Interests: Hashable, Sendable {
    /// The categories by name.
    var categories: [Category] = []
    /// The latest day of an event that counted.
    var latestDay: CalendarDay?
    /// When the earliest order was placed whose lines are known.
    public internal(set) var firstOrder: Timestamp?
    /// The category of the first line of the earliest order; also of one that was called off since.
    public internal(set) var firstOrderCategory: String?

    static let keptCategories = 8
    /// Runs of thirty days.
    static let keptRuns = 12
    static let runDays = 30

    /// Makes the record of a customer who is drawn to nothing.
    public init() {}

    /// A category and its weights.
    struct Category: Hashable, Sendable {
        let name: String
        /// Weights by run of thirty days, each times the growth of its day; the latest run first, the last not zero.
        var sums: [UInt32]
    }

    /// A category and how much it weighs.
    public struct Weight: Hashable, Sendable {
        /// The category.
        public let category: String
        /// Its weight in thousandths: 1,000 is a look on that very day.
        public let thousandths: Int64
    }

    /// How much an event weighs.
    enum Touch {
        static let view: UInt32 = 1
        static let cart: UInt32 = 3
        static let orderLine: UInt32 = 10
    }

    /// 2^(day/30) in 1024ths, by the day in its run.
    private static let growth: [UInt32] = [
        1024, 1048, 1072, 1097, 1123, 1149, 1176, 1204, 1232, 1261, 1290, 1320, 1351, 1383, 1415,
        1448, 1482, 1517, 1552, 1588, 1625, 1663, 1702, 1742, 1783, 1825, 1867, 1911, 1956, 2001,
    ]

    /// The category that weighs most; of two alike, the first by name.
    public var top: String? { self.heaviest.map { self.categories[$0.place].name } }

    /// What the heaviest category weighs of all together, in thousandths; 0 when there is none.
    public var topShare: Int { self.heaviest.map { $0.sum > 0 ? Int($0.weight * 1_000 / $0.sum) : 0 } ?? 0 }

    /// All categories with what they weigh at an instant, the heaviest first, those alike by name.
    ///
    /// An instant before the latest event counts as that event's.
    public func weights(at instant: Timestamp) -> [Weight] { self.weights(on: CalendarDay(containing: instant)) }

    /// The heaviest category, its weight on the latest day, and that of all together.
    private var heaviest: (place: Int, weight: Int64, sum: Int64)? {
        guard let latestDay, !self.categories.isEmpty else { return nil }
        let growth = Int64(Self.growth[Self.run(of: latestDay).rest])
        var (place, most, sum): (Int, Int64, Int64) = (0, -1, 0)
        // By name, so that the first of those alike wins.
        for index in self.categories.indices {
            let weight = self.categories[index].weight(shifted: 0, growth)
            sum += weight
            if weight > most { (place, most) = (index, weight) }
        }
        return (place, most, sum)
    }

    private func weights(on day: CalendarDay) -> [Weight] {
        guard let latestDay else { return [] }
        let (latestRun, _) = Self.run(of: latestDay)
        let (run, rest) = Self.run(of: max(day, latestDay))
        let growth = Int64(Self.growth[rest])
        return self.categories
            .map { Weight(category: $0.name, thousandths: $0.weight(shifted: run - latestRun, growth)) }
            .sorted { ($1.thousandths, $0.category) < ($0.thousandths, $1.category) }
    }

    /// The run in which a day lies, and its place in it.
    private static func run(of day: CalendarDay) -> (run: Int, rest: Int) {
        let (run, rest) = Int(day.number).quotientAndRemainder(dividingBy: Self.runDays)
        return rest < 0 ? (run - 1, rest + Self.runDays) : (run, rest)
    }

    /// Adds weight to a category; returns whether that changed anything.
    mutating func add(_ weight: UInt32, to name: String?, at time: Timestamp) -> Bool {
        guard let name else { return false }
        let day = CalendarDay(containing: time)
        let (run, rest) = Self.run(of: day)
        let isLate = self.latestDay.map { day < $0 } ?? false
        if !isLate { self.advance(to: day, run) }
        let (latestRun, _) = Self.run(of: self.latestDay ?? day)
        let age = latestRun - run
        guard age < Self.keptRuns else { return false }
        let grown = weight * Self.growth[rest]
        if let index = self.categories.firstIndex(where: { $0.name == name }) {
            self.categories[index].add(grown, age: age)
            return true
        }
        var category = Category(name: name, sums: [])
        category.add(grown, age: age)
        if self.categories.count == Self.keptCategories {
            guard self.makeRoom(for: category, isLate: isLate) else { return false }
        }
        let place = self.categories.firstIndex { name < $0.name } ?? self.categories.endIndex
        self.categories.insert(category, at: place)
        return true
    }

    /// Adds the lines of an order that was not known before; returns whether that changed anything.
    mutating func order(_ lines: [LineItem], placed: Timestamp) -> Bool {
        var has = false
        for line in lines { has = self.add(Touch.orderLine, to: line.category, at: placed) || has }
        guard let first = lines.first, self.firstOrder.map({ placed < $0 }) ?? true else { return has }
        self.firstOrder = placed
        self.firstOrderCategory = first.category
        return true
    }

    /// Makes `day` the latest, and lets go of what is too old by then.
    private mutating func advance(to day: CalendarDay, _ run: Int) {
        let passed = self.latestDay.map { min(Self.keptRuns, run - Self.run(of: $0).run) } ?? 0
        self.latestDay = day
        guard passed > 0 else { return }
        for index in self.categories.indices { self.categories[index].age(by: passed) }
        self.categories.removeAll { $0.sums.isEmpty }
    }

    /// Lets the lightest category go; not for a late newcomer that is lighter still.
    private mutating func makeRoom(for newcomer: Category, isLate: Bool) -> Bool {
        let lightest = self.categories.indices.min { left, right in
            let (one, other) = (self.categories[left], self.categories[right])
            return (one.order, other.name) < (other.order, one.name)
        }
        guard let lightest, !isLate || self.categories[lightest].order <= newcomer.order else { return false }
        self.categories.remove(at: lightest)
        return true
    }
}

extension Interests.Category {
    /// The weight in thousandths, so many runs after the latest and by the growth of a day.
    fileprivate func weight(shifted runs: Int, _ growth: Int64) -> Int64 {
        var sum: Int64 = 0
        // A shift by more than 63 bits leaves nothing; the masking one asks for no sign.
        for age in self.sums.indices where runs + age < 64 {
            sum += (Int64(self.sums[age]) << 12) &>> Int64(runs + age)
        }
        return (sum * 1_000 / growth) >> 12
    }

    /// A number by which categories compare as by their weights.
    fileprivate var order: UInt64 {
        var order: UInt64 = 0
        for age in self.sums.indices { order += (UInt64(self.sums[age]) << 12) &>> UInt64(age) }
        return order
    }

    fileprivate mutating func add(_ grown: UInt32, age: Int) {
        while self.sums.count <= age { self.sums.append(0) }
        let (sum, overflow) = self.sums[age].addingReportingOverflow(grown)
        self.sums[age] = overflow ? .max : sum
    }

    fileprivate mutating func age(by runs: Int) {
        self.sums.insert(contentsOf: repeatElement(0, count: runs), at: 0)
        if self.sums.count > Interests.keptRuns { self.sums.removeLast(self.sums.count - Interests.keptRuns) }
        while self.sums.last == 0 { self.sums.removeLast() }
    }
}
