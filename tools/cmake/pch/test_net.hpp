#pragma once
#include "net.hpp"
#include "test.hpp"
