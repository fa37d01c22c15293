/// What callers in C hold of an object: a pointer that keeps it alive until it is closed.
enum Handle {
  static func give(_ object: some AnyObject, to place: GivenHandle) {
    place.pointee = Unmanaged.passRetained(object).toOpaque()
  }

  static func object<T: AnyObject>(_ handle: UnsafeRawPointer, _: T.Type = T.self) -> T {
    Unmanaged<T>.fromOpaque(handle).takeUnretainedValue()
  }

  static func close<T: AnyObject>(_ handle: UnsafeRawPointer, _: T.Type) {
    Unmanaged<T>.fromOpaque(handle).release()
  }
}
