-- A crowd for wrk, see load.py: each connection asks for readings of ever new texts, one after the other.
local WORDS = { "slow", "good", "bad", "lovely", "dull", "plot", "music", "actor", "never", "not", "very", "the" }

function request()
  local words = { "q" .. math.random(1e9) }
  for _ = 1, 12 do
    table.insert(words, WORDS[math.random(#WORDS)])
  end
  local headers = { ["Content-Type"] = "application/json", Visitor = "crowd " .. math.random(1000) }
  return wrk.format("POST", nil, headers, '{"text": "' .. table.concat(words, " ") .. '"}')
end
